using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
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
    // Signatures are valid for five minutes (IAM User Guide, "Troubleshoot Signature Version 4").
    private static readonly TimeSpan LargestClockSkew = TimeSpan.FromMinutes(4);

    private static readonly InvokeOptions RawBatchWrite = new()
    {
        RequestMarshaller = new RawBatchWriteMarshaller(),
        ResponseUnmarshaller = new RawBatchWriteUnmarshaller(),
    };

    private readonly AWSCredentials _credentials;

    public DynamoDBClient(AWSCredentials credentials, AmazonDynamoDBConfig config)
        : base(credentials, config) => _credentials = credentials;

    /// <summary>Where it talks to, for messages: the endpoint's URL, or the region.</summary>
    public string EndpointName => Config.ServiceURL is { Length: > 0 } url ? url.TrimEnd('/') : Config.RegionEndpoint.SystemName;

    /// <summary>Sends one BatchWriteItem call, once.</summary>
    public Task<RawBatchWriteResponse> BatchWriteRawAsync(
        RawBatchWriteRequest request, CancellationToken cancellationToken) =>
        InvokeAsync<RawBatchWriteResponse>(request, RawBatchWrite, cancellationToken);

    /// <summary>
    /// Has the next request signed anew after one was refused for its signature: with fresh credentials, and by DynamoDB's
    /// clock where this machine's is off. (The SDK does so only as a part of its own retries, which are off.)
    /// </summary>
    public void RenewSignature(Exception refusal)
    {
        (_credentials as RefreshingAWSCredentials)?.ClearCredentials();
        if (SdkErrors.ServerTime(refusal) is { } time && (time - DateTimeOffset.UtcNow).Duration() > LargestClockSkew)
            AWSConfigs.ManualClockCorrection = time - DateTimeOffset.UtcNow;
    }

    /// <summary>Closes the connections too, where the run has its own.</summary>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            (Config.HttpClientFactory as IDisposable)?.Dispose();
    }
}
