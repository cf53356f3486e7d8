using System;

namespace DdbBatch.Aws;

/// <summary>The endpoint that was configured, if one was.</summary>
internal static class Endpoint
{
    // SDKs and Tools Reference Guide, "Service-specific endpoints".
    private static readonly string[] Variables = ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"];

    /// <summary>The URL given, or the environment's; null where the region decides.</summary>
    /// <exception cref="ConnectionException">It is no URL of a server.</exception>
    public static string? Find(string? endpointUrl)
    {
        string? url = FindText(endpointUrl);
        return url is null || (Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            ? url
            : throw ConnectionException.EndpointInvalid(url);
    }

    /// <summary>True for a server on this machine, as DynamoDB Local.</summary>
    public static bool IsLoopback(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;

    private static string? FindText(string? endpointUrl)
    {
        if (!string.IsNullOrEmpty(endpointUrl))
            return endpointUrl;
        if (string.Equals(
            Environment.GetEnvironmentVariable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            return null;
        foreach (string variable in Variables)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } url)
                return url;
        }

        return null;
    }
}
