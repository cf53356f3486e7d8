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
    public Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken) =>
        CallAsync("BatchWriteItem", request.ToBody, body => BatchAnswerReader.Read(body, request), cancellationToken);

    /// <inheritdoc/>
    public Task<BatchAnswer> DescribeAsync(string table, CancellationToken cancellationToken) =>
        CallAsync("DescribeTable", () => TableDescriptionReader.RequestBody(table), TableDescriptionReader.Read, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<BatchAnswer> CallAsync(
        string operation, Func<byte[]> body, Func<byte[], BatchAnswer> read, CancellationToken cancellationToken)
    {
        try
        {
            RawResponse response =
                await _client.CallRawAsync(new RawRequest(operation, body()), cancellationToken).ConfigureAwait(false);
            return read(response.Body);
        }
        catch (Exception exception)
        {
            return _client.ToAnswer(exception, cancellationToken.IsCancellationRequested);
        }
    }
}
