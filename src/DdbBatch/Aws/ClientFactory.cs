using System;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>Makes the client that a run talks to DynamoDB with.</summary>
internal static class ClientFactory
{
    private const string LoopbackRegion = "us-east-1";

    /// <summary>Makes a client.</summary>
    /// <exception cref="ConnectionException">Region, profile or credentials are missing or wrong.</exception>
    public static DynamoDBClient Create(ConnectionOptions options)
    {
        string? endpointUrl = Endpoint.Find(options.EndpointUrl);
        bool isLoopback = Endpoint.IsLoopback(endpointUrl);
        CredentialProfile? profile = Profiles.Find(options.ProfileName);
        AmazonDynamoDBConfig config = new();
        string? region = options.Region ?? Region(profile, isLoopback);
        if (endpointUrl is not null)
        {
            // Set first: ServiceURL takes a region out of the URL otherwise.
            config.AuthenticationRegion = region ?? LoopbackRegion;
            config.ServiceURL = endpointUrl;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region ?? throw ConnectionException.RegionMissing());
        }

        return new DynamoDBClient(Credentials(profile, isLoopback), config, options.Connections);
    }

    private static string? Region(CredentialProfile? profile, bool isLoopback)
    {
        if (profile?.Region is { } region)
            return region.SystemName;
        string? variable = Environment.GetEnvironmentVariable("AWS_REGION");
        if (string.IsNullOrEmpty(variable))
            variable = Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION");
        if (!string.IsNullOrEmpty(variable))
            return variable;
        // The last source is the instance metadata service: for a server on this machine nobody waits for that.
        return isLoopback ? LoopbackRegion : FallbackRegionFactory.GetRegionEndpoint()?.SystemName;
    }

    private static AWSCredentials Credentials(CredentialProfile? profile, bool isLoopback)
    {
        if (profile is not null)
            return AWSCredentialsFactory.GetAWSCredentials(profile, profile.CredentialProfileStore);
        if (isLoopback && !HasCredentials())
            return new BasicAWSCredentials("local", "local");
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException exception)
        {
            throw ConnectionException.CredentialsMissing(exception);
        }
    }

    private static bool HasCredentials() =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")) || Profiles.FindDefault() is not null;
}
