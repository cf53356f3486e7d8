using System;
using System.Collections.Generic;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.S3;

namespace DdbBatch.Aws;

/// <summary>Finds the endpoint of a service that was configured, if one was.</summary>
internal sealed class Endpoint
{
    private readonly string _parameter;
    private readonly string _variable;
    private readonly Func<Profile, string?> _ofProfile;

    private Endpoint(string parameter, string variable, Func<Profile, string?> ofProfile)
    {
        _parameter = parameter;
        _variable = variable;
        _ofProfile = ofProfile;
    }

    // Only a configuration of the SDK's can read the services section that a profile names.
    public static Endpoint DynamoDB { get; } = new(
        "-EndpointUrl", "AWS_ENDPOINT_URL_DYNAMODB", profile => new AmazonDynamoDBConfig { Profile = profile }.ServiceURL);

    public static Endpoint S3 { get; } = new(
        "-S3EndpointUrl", "AWS_ENDPOINT_URL_S3", profile => new AmazonS3Config { Profile = profile }.ServiceURL);

    /// <summary>True for a server on this machine, as DynamoDB Local.</summary>
    public static bool IsLoopback(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;

    /// <summary>The URL given, or the environment's, or the profile's, and which of these; nulls where the region decides.</summary>
    /// <exception cref="ConnectionException">It is no URL of a server.</exception>
    public (string? Url, string? Source) Find(string? given, Profile? profile)
    {
        foreach ((string source, Func<string?> find) in Sources(given, profile))
        {
            if (find() is not { Length: > 0 } url)
                continue;
            return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
                ? (url, source)
                : throw ConnectionException.EndpointInvalid(url, source);
        }

        return default;
    }

    // SDKs and Tools Reference Guide, "Service-specific endpoints": what is for the service goes first in each place.
    private IEnumerable<(string Source, Func<string?> Find)> Sources(string? given, Profile? profile)
    {
        yield return (_parameter, () => given);
        if (string.Equals(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            yield break;
        foreach (string name in new[] { _variable, "AWS_ENDPOINT_URL" })
            yield return (name, () => Variable(name));
        if (profile is not null)
            yield return ($"profile '{profile.Name}'", () => _ofProfile(profile));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
