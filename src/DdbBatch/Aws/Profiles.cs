using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace DdbBatch.Aws;

/// <summary>
/// The profiles of the shared config and credentials files, and on Windows of the SDK's own store, which AWS.Tools also
/// uses.
/// </summary>
/// <param name="location">A credentials file that replaces the usual ones; null to use these.</param>
internal sealed class Profiles(string? location)
{
    public const string Default = "default";

    private readonly CredentialProfileStoreChain _chain = new(location);

    /// <summary>The name of the profile in AWS_PROFILE; null if it is not set.</summary>
    public static string? NameInEnvironment =>
        Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } name ? name : null;

    /// <summary>The profile that is used if the command specifies none.</summary>
    public static string NameInUse => NameInEnvironment ?? Default;

    public IEnumerable<CredentialProfile> All => _chain.ListProfiles();

    /// <summary>Returns a profile; null if it does not exist.</summary>
    public CredentialProfile? Find(string name) => _chain.TryGetProfile(name, out CredentialProfile profile) ? profile : null;

    /// <summary>Returns a profile that was requested by name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="origin">The source of the name, for the error.</param>
    /// <exception cref="ConnectionException">The profile does not exist.</exception>
    public CredentialProfile Get(string name, string origin) => Find(name)
        ?? throw ConnectionException.ProfileNotFound(name, origin, location, All.Select(profile => profile.Name));

    /// <summary>Returns a profile's credentials of any kind.</summary>
    /// <exception cref="ConnectionException">The profile provides no credentials.</exception>
    public AWSCredentials Credentials(CredentialProfile profile)
    {
        try
        {
            return AWSCredentialsFactory.GetAWSCredentials(profile, _chain, nonCallbackOnly: true);
        }
        catch (Exception exception)
        {
            throw ConnectionException.ProfileUnusable(profile, exception);
        }
    }
}
