using System;
using System.Collections.Generic;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.S3;

namespace DdbBatch.Aws;

/// <summary>Finds the configured endpoint of a service.</summary>
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

    // Only a configuration of the SDK can read the services section of a profile.
    public static Endpoint DynamoDB { get; } = new(
        "-EndpointUrl", "AWS_ENDPOINT_URL_DYNAMODB", profile => new AmazonDynamoDBConfig { Profile = profile }.ServiceURL);

    public static Endpoint S3 { get; } = new(
        "-S3EndpointUrl", "AWS_ENDPOINT_URL_S3", profile => new AmazonS3Config { Profile = profile }.ServiceURL);

    /// <summary>True for a server on this machine, such as DynamoDB Local.</summary>
    public static bool IsLoopback(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.IsLoopback;

    /// <summary>
    /// Returns the specified URL, the environment's, or the profile's, and its source; nulls if the region determines the
    /// endpoint.
    /// </summary>
    /// <exception cref="ConnectionException">The URL is not that of a server.</exception>
    /// <param name="given">The value of the parameter; null if it was not given.</param>
    /// <param name="profile">The profile in use; null if there is none.</param>
    /// <param name="parameter">The parameter's name if it is not the usual one.</param>
    public (string? Url, string? Source) Find(string? given, Profile? profile, string? parameter = null)
    {
        foreach ((string source, Func<string?> find) in Sources(given, profile, parameter ?? _parameter))
        {
            if (find() is not { Length: > 0 } url)
                continue;
            return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
                ? (url, source)
                : throw ConnectionException.EndpointInvalid(url, source);
        }

        return default;
    }

    // SDKs and Tools Reference Guide, "Service-specific endpoints": in each place, the service's own setting takes
    // precedence.
    private IEnumerable<(string Source, Func<string?> Find)> Sources(string? given, Profile? profile, string parameter)
    {
        yield return (parameter, () => given);
        if (string.Equals(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            yield break;
        foreach (string name in new[] { _variable, "AWS_ENDPOINT_URL" })
            yield return (name, () => Variable(name));
        if (profile is not null)
            yield return ($"profile '{profile.Name}'", () => _ofProfile(profile));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
