using System;
using System.Collections.Generic;
using Amazon.Runtime.CredentialManagement;
using Amazon.Util;

namespace DdbBatch.Aws;

/// <summary>
/// Finds the region: in the order of AWS.Tools, except that the region of a profile that was named counts, where
/// AWS.Tools reads that of the default profile alone.
/// </summary>
internal static class RegionResolver
{
    private const string Loopback = "us-east-1";

    /// <param name="options">What the user said.</param>
    /// <param name="profile">The profile in use, if there is one.</param>
    /// <param name="isLoopback">True for an endpoint on this machine, which takes any region.</param>
    /// <returns>The region's system name, and the source that it came from; nulls where none is known.</returns>
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
        yield return ("-Region", () => options.Region);
        yield return ("$StoredAWSRegion", () => options.Session.Region);
        yield return ($"profile '{profile?.Name}'", () => profile?.Region?.SystemName);
        yield return ("AWS_REGION", () => Environment.GetEnvironmentVariable("AWS_REGION"));
        yield return ("AWS_DEFAULT_REGION", () => Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"));
        // For a server on this machine nobody waits for the metadata service.
        yield return isLoopback
            ? ("an endpoint on this machine", () => Loopback)
            : ("the instance's metadata service", () => EC2InstanceMetadata.Region?.SystemName);
    }
}
