using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace DdbBatch.Aws;

/// <summary>
/// The profiles of the shared config and credentials files, and on Windows of the SDK's own store, which AWS.Tools uses too.
/// </summary>
/// <param name="location">A credentials file in place of the usual ones; null for these.</param>
internal sealed class Profiles(string? location)
{
    public const string Default = "default";

    private readonly CredentialProfileStoreChain _chain = new(location);

    /// <summary>The profile that AWS_PROFILE names; null without that variable.</summary>
    public static string? NameInEnvironment =>
        Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } name ? name : null;

    /// <summary>The profile that counts where the command names none.</summary>
    public static string NameInUse => NameInEnvironment ?? Default;

    public IEnumerable<CredentialProfile> All => _chain.ListProfiles();

    /// <summary>A profile; null where there is none of that name.</summary>
    public CredentialProfile? Find(string name) => _chain.TryGetProfile(name, out CredentialProfile profile) ? profile : null;

    /// <summary>A profile that was asked for by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="origin">What gave the name, for the error.</param>
    /// <exception cref="ConnectionException">There is no such profile.</exception>
    public CredentialProfile Get(string name, string origin) => Find(name)
        ?? throw ConnectionException.ProfileNotFound(name, origin, location, All.Select(profile => profile.Name));

    /// <summary>A profile's credentials, of whatever kind.</summary>
    /// <exception cref="ConnectionException">They can't be had from it.</exception>
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
