using System;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace DdbBatch.Transport.Direct;

/// <summary>The destination of requests and of their signatures.</summary>
/// <param name="Url">The endpoint's URL.</param>
/// <param name="Region">The region in signatures.</param>
/// <param name="Config">The configuration of the client that determined the endpoint.</param>
internal sealed record DirectEndpoint(Uri Url, string Region, IClientConfig Config)
{
    /// <summary>The time at the endpoint, as far as known.</summary>
    public DateTime UtcNow => CorrectClockSkew.GetCorrectedUtcNowForEndpoint(Url.AbsoluteUri, Config);

    /// <summary>Asks the SDK, so that custom, FIPS, dual-stack and account endpoints are those of its client.</summary>
    /// <exception cref="AmazonClientException">The endpoint does not exist.</exception>
    public static DirectEndpoint Resolve(DynamoDBClient client)
    {
        AmazonDynamoDBRequest original = new();
        DefaultRequest request = new(original, client.Config.ServiceId) { ResourcePath = "/" };
        RequestContext context = new(enableMetrics: false, clientSigner: null)
        {
            ClientConfig = client.Config,
            OriginalRequest = original,
            Request = request,
            Identity = client.Credentials,
        };
        new AmazonDynamoDBEndpointResolver().ProcessRequestHandlers(new ExecutionContext(context, null));
        string region = AWS4Signer.DetermineSigningRegion(
            client.Config, client.Config.RegionEndpointServiceName, alternateEndpoint: null, request);
        return new DirectEndpoint(request.Endpoint, region, client.Config);
    }
}
