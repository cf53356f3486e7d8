using System;
using System.Collections.Generic;
using Amazon;
using Amazon.DynamoDBv2;

namespace DdbBatch.Aws;

/// <summary>The endpoint that was configured, if one was.</summary>
internal static class Endpoint
{
    /// <summary>The URL given, or the environment's, or the profile's, and which of these; nulls where the region decides.</summary>
    /// <exception cref="ConnectionException">It is no URL of a server.</exception>
    public static (string? Url, string? Source) Find(string? endpointUrl, Profile? profile)
    {
        foreach ((string source, Func<string?> find) in Sources(endpointUrl, profile))
        {
            if (find() is not { Length: > 0 } url)
                continue;
            return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
                ? (url, source)
                : throw ConnectionException.EndpointInvalid(url, source);
        }

        return default;
    }

    /// <summary>True for a server on this machine, as DynamoDB Local.</summary>
    public static bool IsLoopback(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;

    // SDKs and Tools Reference Guide, "Service-specific endpoints": what is for the service goes first in each place.
    // Only a configuration of the SDK's can read the services section that a profile names.
    private static IEnumerable<(string Source, Func<string?> Find)> Sources(string? endpointUrl, Profile? profile)
    {
        yield return ("-EndpointUrl", () => endpointUrl);
        if (string.Equals(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            yield break;
        foreach (string name in new[] { "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL" })
            yield return (name, () => Variable(name));
        if (profile is not null)
            yield return ($"profile '{profile.Name}'", () => new AmazonDynamoDBConfig { Profile = profile }.ServiceURL);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
