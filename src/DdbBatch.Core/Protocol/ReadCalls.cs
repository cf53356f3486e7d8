using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Reading;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>The calls that read items, each of them once.</summary>
internal static class ReadCalls
{
    // 1 MB of items by DynamoDB's count is several times as much as JSON if its attributes are small.
    private const int PageAnswerBytes = 64 * 1024 * 1024;
    private const int KeysAnswerBytes = 256 * 1024 * 1024;

    /// <summary>Requests a page (Scan or Query).</summary>
    /// <returns>A Result with the page, or what came in its place.</returns>
    public static async Task<BatchAnswer> ReadPageAsync(
        this ITransport transport, ReadStatement statement, PageRequest request, CancellationToken cancellationToken)
    {
        ApiCall call = new(statement.Operation, new CallBody(statement.ToBody(request))) { AnswerLimit = PageAnswerBytes };
        RawAnswer raw = await transport.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return AnswerReader.Read(raw, (body, _) => Read(() => PageReader.Read(body)));
    }

    /// <summary>Requests items by their keys (BatchGetItem).</summary>
    /// <returns>A Result with the answer, or what came in its place.</returns>
    public static async Task<BatchAnswer> GetItemsAsync(
        this ITransport transport,
        BatchGetStatement statement,
        KeysRequest request,
        TableSchema schema,
        CancellationToken cancellationToken)
    {
        ApiCall call = new("BatchGetItem", new CallBody(statement.ToBody(request))) { AnswerLimit = KeysAnswerBytes };
        RawAnswer raw = await transport.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return AnswerReader.Read(raw, (body, _) => Read(() => KeysAnswerReader.Read(body, request, schema)));
    }

    // The sender decides what an answer of another kind means.
    private static BatchAnswer? Read<T>(Func<T> read)
    {
        try
        {
            return new BatchAnswer.Result<T>(read());
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
