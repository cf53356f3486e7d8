using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>Sends through the AWS SDK's client; works on every target.</summary>
internal sealed class SdkTransport : IBatchTransport
{
    private readonly DynamoDBClient _client;

    /// <param name="client">A client; it is disposed of with this.</param>
    public SdkTransport(DynamoDBClient client) => _client = client;

    /// <inheritdoc/>
    public async Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken)
    {
        try
        {
            RawBatchWriteRequest raw = new(request);
            RawBatchWriteResponse response =
                await _client.BatchWriteRawAsync(raw, cancellationToken).ConfigureAwait(false);
            return BatchAnswerReader.Read(response.Body, request);
        }
        catch (Exception exception)
        {
            return _client.ToAnswer(exception, cancellationToken.IsCancellationRequested);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
