using System;
using Amazon;
using Amazon.DynamoDBv2;

namespace DdbBatch.Aws;

/// <summary>The endpoint that was configured, if one was.</summary>
internal static class Endpoint
{
    /// <summary>The URL given, or the environment's, or the profile's; null where the region decides.</summary>
    /// <exception cref="ConnectionException">It is no URL of a server.</exception>
    public static string? Find(string? endpointUrl, Profile? profile)
    {
        string? url = string.IsNullOrEmpty(endpointUrl) ? Configured(profile) : endpointUrl;
        return url is null || (Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            ? url
            : throw ConnectionException.EndpointInvalid(url);
    }

    /// <summary>True for a server on this machine, as DynamoDB Local.</summary>
    public static bool IsLoopback(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;

    // SDKs and Tools Reference Guide, "Service-specific endpoints": what is for the service goes first in each place.
    private static string? Configured(Profile? profile) =>
        string.Equals(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : Variable("AWS_ENDPOINT_URL_DYNAMODB") ?? Variable("AWS_ENDPOINT_URL") ?? Of(profile);

    // Only a configuration of the SDK's can read the services section that a profile names.
    private static string? Of(Profile? profile) =>
        profile is null ? null : new AmazonDynamoDBConfig { Profile = profile }.ServiceURL is { Length: > 0 } url ? url : null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
