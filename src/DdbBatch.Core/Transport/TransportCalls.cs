using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>The calls that a load makes, each of them once.</summary>
internal static class TransportCalls
{
    // An answer may escape what the request didn't: two bytes of UTF-8 take six as \uXXXX.
    private const int MostEscaped = 3;

    /// <summary>Sends a request (BatchWriteItem).</summary>
    /// <param name="transport">Sends it.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the attempt: the answer is then a NoAnswer.</param>
    public static async Task<BatchAnswer> SendAsync(
        this IBatchTransport transport, BatchRequest request, CancellationToken cancellationToken)
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

    /// <summary>Asks for a table's keys and capacity (DescribeTable).</summary>
    /// <param name="transport">Sends the call.</param>
    /// <param name="table">The table's name or ARN.</param>
    /// <param name="cancellationToken">Cancels the attempt: the answer is then a NoAnswer.</param>
    /// <param name="timeout">How long the attempt may go without any progress; null for the usual time.</param>
    public static async Task<BatchAnswer> DescribeAsync(
        this IBatchTransport transport, string table, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        ApiCall call = new("DescribeTable", new CallBody(TableDescriptionReader.RequestBody(table)))
        {
            Timeout = timeout ?? ApiCall.DefaultTimeout,
        };
        RawAnswer raw = await transport.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return AnswerReader.Read(raw, (body, isOfAws) => TableDescriptionReader.Read(body, isOfAws, table));
    }
}
