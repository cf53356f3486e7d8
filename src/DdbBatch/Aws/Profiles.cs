using System;
using Amazon.Runtime.CredentialManagement;

namespace DdbBatch.Aws;

/// <summary>Profiles of the shared config and credentials files.</summary>
internal static class Profiles
{
    /// <summary>The profile of a name; null where no name was given.</summary>
    /// <exception cref="ConnectionException">There is no such profile.</exception>
    public static CredentialProfile? Find(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return null;
        return new CredentialProfileStoreChain().TryGetProfile(name, out CredentialProfile profile)
            ? profile
            : throw ConnectionException.ProfileNotFound(name!);
    }

    /// <summary>The profile that is used without a name, if there is one.</summary>
    public static CredentialProfile? FindDefault()
    {
        string? name = Environment.GetEnvironmentVariable("AWS_PROFILE");
        return new CredentialProfileStoreChain().TryGetProfile(
            string.IsNullOrEmpty(name) ? "default" : name, out CredentialProfile profile) ? profile : null;
    }
}
