using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>The calls that a load makes: their bodies, and what their answers mean.</summary>
/// <param name="transport">Sends them; disposed of with this.</param>
internal sealed class BatchCalls(ITransport transport) : IBatchTransport
{
    // An answer may escape what the request didn't: two bytes of UTF-8 take six as \uXXXX.
    private const int MostEscaped = 3;

    /// <inheritdoc/>
    public async Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken)
    {
        int bodyBytes = request.BodyBytes;
        ApiCall call = new("BatchWriteItem", new CallBody(request.BodyPieces(), bodyBytes))
        {
            AnswerLimit = ApiCall.MetadataBytes + (MostEscaped * bodyBytes),
            Timeout = request.Timeout,
        };
        RawAnswer raw = await transport.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return AnswerReader.Read(raw, (body, isOfAws) => BatchAnswerReader.Read(body, isOfAws, request));
    }

    /// <inheritdoc/>
    public async Task<BatchAnswer> DescribeAsync(string table, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        ApiCall call = new("DescribeTable", new CallBody(TableDescriptionReader.RequestBody(table)))
        {
            Timeout = timeout ?? ApiCall.DefaultTimeout,
        };
        RawAnswer raw = await transport.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return AnswerReader.Read(raw, (body, isOfAws) => TableDescriptionReader.Read(body, isOfAws, table));
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
