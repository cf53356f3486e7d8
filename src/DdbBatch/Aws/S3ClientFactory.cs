using Amazon;
using Amazon.S3;
using DdbBatch.Bulk;

namespace DdbBatch.Aws;

/// <summary>Makes the client that talks to Amazon S3, for those who talk to DynamoDB already.</summary>
// A type of its own: the SDK for S3 is loaded by those who need it alone.
internal static class S3ClientFactory
{
    /// <summary>Makes a client with the credentials and the region of a connection to DynamoDB.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="endpointUrl">-S3EndpointUrl; null where environment, profile and region decide.</param>
    /// <exception cref="ConnectionException">The endpoint is no URL of a server.</exception>
    public static S3Client Create(Connection connection, string? endpointUrl)
    {
        AmazonS3Config config = new() { Profile = connection.Settings };
        if (Endpoint.S3.Find(endpointUrl, connection.Settings).Url is { } url)
        {
            config.AuthenticationRegion = connection.Region;
            config.ServiceURL = url;
            // A server of one's own has seldom a name for each bucket; Amazon S3 takes both styles.
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(connection.Region);
        }

        return new S3Client(connection.Client.Credentials, config);
    }
}
