using System;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace DdbBatch.Transport.Direct;

/// <summary>Where requests go, and what their signature is for.</summary>
/// <param name="Url">The endpoint's URL.</param>
/// <param name="Region">The region that signatures name.</param>
/// <param name="Config">Of the client that says so.</param>
internal sealed record DirectEndpoint(Uri Url, string Region, IClientConfig Config)
{
    /// <summary>What time it is there, as far as is known.</summary>
    public DateTime UtcNow => CorrectClockSkew.GetCorrectedUtcNowForEndpoint(Url.AbsoluteUri, Config);

    /// <summary>Asks the SDK: custom, FIPS, dual-stack and account endpoints are as a client of it has them.</summary>
    /// <exception cref="AmazonClientException">There is no such endpoint.</exception>
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
