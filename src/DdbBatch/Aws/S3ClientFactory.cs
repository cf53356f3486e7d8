using Amazon;
using Amazon.S3;
using DdbBatch.Bulk.S3;

namespace DdbBatch.Aws;

/// <summary>Creates the client for Amazon S3, given a connection to DynamoDB.</summary>
// A separate class, so that the SDK for S3 is loaded only if it is used.
internal static class S3ClientFactory
{
    /// <summary>Creates a client with the credentials and the region of a connection to DynamoDB.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="endpointUrl">-S3EndpointUrl; null if the environment, the profile or the region determines the
    /// endpoint.</param>
    /// <exception cref="ConnectionException">The endpoint is not the URL of a server.</exception>
    public static S3Client Create(ResolvedClient connection, string? endpointUrl)
    {
        AmazonS3Config config = new() { Profile = connection.Settings };
        if (Endpoint.S3.Find(endpointUrl, connection.Settings).Url is { } url)
        {
            config.AuthenticationRegion = connection.Region;
            config.ServiceURL = url;
            // A private server seldom has a name for each bucket; Amazon S3 accepts both styles.
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(connection.Region);
        }

        return new S3Client(connection.Client.Credentials, config);
    }
}
