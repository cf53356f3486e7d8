using System;
using System.Collections.Generic;
using Amazon.Runtime.CredentialManagement;
using Amazon.Util;

namespace DdbBatch.Aws;

/// <summary>
/// Finds the region, in the order of AWS.Tools, with one difference: the region of a specified profile is used, whereas
/// AWS.Tools reads only that of the default profile.
/// </summary>
internal static class RegionResolver
{
    private const string Loopback = "us-east-1";

    /// <param name="options">The user's settings.</param>
    /// <param name="profile">The profile in use; null if there is none.</param>
    /// <param name="isLoopback">True for an endpoint on this machine, which accepts any region.</param>
    /// <returns>The region's system name and its source; nulls if unknown.</returns>
    public static (string? Region, string? Source) Resolve(
        ConnectionOptions options, CredentialProfile? profile, bool isLoopback)
    {
        foreach ((string source, Func<string?> find) in Sources(options, profile, isLoopback))
        {
            if (find() is { Length: > 0 } region)
                return (region, source);
        }

        return default;
    }

    private static IEnumerable<(string Source, Func<string?> Find)> Sources(
        ConnectionOptions options, CredentialProfile? profile, bool isLoopback)
    {
        yield return (options.RegionParameter, () => options.Region);
        yield return ("$StoredAWSRegion", () => options.Session.Region);
        yield return ($"profile '{profile?.Name}'", () => profile?.Region?.SystemName);
        yield return ("AWS_REGION", () => Environment.GetEnvironmentVariable("AWS_REGION"));
        yield return ("AWS_DEFAULT_REGION", () => Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"));
        // For a server on this machine, there is no need to wait for the metadata service.
        yield return isLoopback
            ? ("an endpoint on this machine", () => Loopback)
            : ("the instance's metadata service", () => EC2InstanceMetadata.Region?.SystemName);
    }
}
