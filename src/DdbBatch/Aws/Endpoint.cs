using System;
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

    /// <summary>The URL given, or the environment's, or the profile's; null where the region decides.</summary>
    /// <exception cref="ConnectionException">It is no URL of a server.</exception>
    public string? Find(string? given, Profile? profile)
    {
        string? url = string.IsNullOrEmpty(given) ? Configured(profile) : given;
        return url is null || (Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            ? url
            : throw ConnectionException.EndpointInvalid(url, _parameter, _variable);
    }

    // SDKs and Tools Reference Guide, "Service-specific endpoints": what is for the service goes first in each place.
    private string? Configured(Profile? profile) =>
        string.Equals(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : Variable(_variable) ?? Variable("AWS_ENDPOINT_URL") ?? Of(profile);

    private string? Of(Profile? profile) => profile is not null && _ofProfile(profile) is { Length: > 0 } url ? url : null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
