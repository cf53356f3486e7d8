using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using DdbBatch.Transport;

namespace DdbBatch.Aws;

/// <summary>Creates the DynamoDB client of a run.</summary>
internal static class ClientFactory
{
    /// <summary>
    /// Creates a client that never retries, because the engine does. Its credentials are already obtained.
    /// </summary>
    /// <remarks>Assuming roles, running credential processes and calling metadata services may take seconds.</remarks>
    /// <exception cref="ConnectionException">Region, endpoint, profile or credentials are missing or wrong.</exception>
    public static ResolvedClient Create(ConnectionOptions options)
    {
        EmptyVariables.Remove();
        Profiles profiles = new(options.ProfileLocation);
        CredentialProfile? profile = profiles.Find(options.ProfileName ?? Profiles.NameInUse);
        Profile? settings = profile is null ? null : new Profile(profile.Name, options.ProfileLocation);
        (string? endpointUrl, string? endpointSource) = Endpoint.DynamoDB.Find(options.EndpointUrl, settings, options.EndpointParameter);
        bool isLoopback = Endpoint.IsLoopback(endpointUrl);
        (AWSCredentials credentials, string credentialSource) = CredentialResolver.Resolve(options, profiles, isLoopback);
        (string? region, string? regionSource) = RegionResolver.Resolve(options, profile, isLoopback);
        if (region is null)
            throw ConnectionException.RegionMissing();
        DynamoDBClient client = new(credentials, Config(region, endpointUrl, settings), options.Connections)
        {
            HasHadCredentials = true,
        };
        return new ResolvedClient(
            client,
            region,
            settings,
            $"{client.EndpointName} ({endpointSource ?? regionSource})",
            $"Region {region} ({regionSource}), credentials of {credentialSource}.");
    }

    private static AmazonDynamoDBConfig Config(string region, string? endpointUrl, Profile? settings)
    {
        // FIPS and dual-stack endpoints can be set in a profile too.
        AmazonDynamoDBConfig config = new() { Profile = settings };
        if (endpointUrl is not null)
        {
            // Must be set first, because ServiceURL otherwise takes a region from the URL.
            config.AuthenticationRegion = region;
            config.ServiceURL = endpointUrl;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }
}
