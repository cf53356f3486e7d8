using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>The calls that read items, each of them once.</summary>
internal static class ReadCalls
{
    // 1 MB of items by DynamoDB's count is several times as much as JSON if its attributes are small.
    private const int PageAnswerBytes = 64 * 1024 * 1024;
    private const int KeysAnswerBytes = 256 * 1024 * 1024;

    /// <summary>Requests a page (Scan or Query).</summary>
    /// <returns>A Result with the page, or what came in its place.</returns>
    public static Task<CallAnswer> ReadPageAsync(
        this ITransport transport, ReadStatement statement, PageRequest request, CancellationToken cancellationToken)
    {
        ApiCall call = new(statement.Operation, new CallBody(statement.ToBody(request.Start))) { AnswerLimit = PageAnswerBytes };
        return transport.CallAsync(call, (body, _) => Read(() => PageReader.Read(body)), cancellationToken);
    }

    /// <summary>Requests items by their keys (BatchGetItem).</summary>
    /// <returns>A Result with the answer, or what came in its place.</returns>
    public static Task<CallAnswer> GetItemsAsync(
        this ITransport transport,
        BatchGetStatement statement,
        KeysRequest request,
        TableSchema schema,
        CancellationToken cancellationToken)
    {
        ApiCall call = new("BatchGetItem", new CallBody(statement.ToBody(request.Keys))) { AnswerLimit = KeysAnswerBytes };
        return transport.CallAsync(call, (body, _) => Read(() => KeysAnswerReader.Read(body, request.Keys, schema)), cancellationToken);
    }

    // The sender decides what an answer of another kind means.
    private static CallAnswer? Read<T>(Func<T> read)
    {
        try
        {
            return new CallAnswer.Result<T>(read());
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
