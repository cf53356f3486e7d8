using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DdbBatch.Transport;

/// <summary>
/// The SDK's client, with a way to send a BatchWriteItem body that is already written: credentials, endpoint, signature
/// and HTTP stay the SDK's.
/// </summary>
internal sealed class DynamoDBClient : AmazonDynamoDBClient
{
    private static readonly InvokeOptions RawBatchWrite = new()
    {
        RequestMarshaller = new RawBatchWriteMarshaller(),
        ResponseUnmarshaller = new RawBatchWriteUnmarshaller(),
    };

    public DynamoDBClient(AWSCredentials credentials, AmazonDynamoDBConfig config)
        : base(credentials, config)
    {
    }

    /// <summary>Where it talks to, for messages: the endpoint's URL, or the region.</summary>
    public string EndpointName => Config.ServiceURL is { Length: > 0 } url ? url.TrimEnd('/') : Config.RegionEndpoint.SystemName;

    /// <summary>Sends one BatchWriteItem call, once.</summary>
    public Task<RawBatchWriteResponse> BatchWriteRawAsync(
        RawBatchWriteRequest request, CancellationToken cancellationToken) =>
        InvokeAsync<RawBatchWriteResponse>(request, RawBatchWrite, cancellationToken);

    /// <summary>Closes the connections too, where the run has its own.</summary>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            (Config.HttpClientFactory as IDisposable)?.Dispose();
    }
}
