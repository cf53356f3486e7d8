using System;
using System.Collections.Concurrent;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A server that takes every BatchWriteItem and only counts: what is measured through it is the client.</summary>
/// <remarks>To any DescribeTable it answers with the same key.</remarks>
public sealed class Sink : IAsyncDisposable
{
    private static readonly byte[] AllWritten = new DynamoDbAnswer(200, """{"UnprocessedItems":{}}"""u8.ToArray()).ToBytes();

    // More than any client sends: no pace is measured here.
    private const double UnitsPerSecond = 1e9;

    private const int BytesPerUnit = 1024;

    // By their capacity units: an answer is written once, since what is measured is the client.
    private readonly ConcurrentDictionary<int, byte[]> _answersWithCapacity = [];
    private readonly Latency _latency;
    private readonly string?[] _keys;
    private readonly SocketHttpServer _server;
    private long _requests;
    private long _operations;

    /// <summary>Starts a server.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="partitionKey">Every table's partition key, as <c>Id:S</c>.</param>
    /// <param name="sortKey">Every table's sort key, if any.</param>
    public Sink(TimeSpan latency = default, string partitionKey = "Id:S", string? sortKey = null)
    {
        _latency = new Latency(latency);
        _keys = [partitionKey, sortKey];
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>How many BatchWriteItem requests came.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>How many puts and deletes came in them.</summary>
    public long Operations => Volatile.Read(ref _operations);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _latency.Dispose();
    }

    private async Task HandleAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellation)
    {
        byte[] answer = request.Operation == "DescribeTable"
            ? TableDescriptions.Active(TableDescriptions.RequestedTable(request), _keys, UnitsPerSecond).ToBytes()
            : Count(request.Body.Span);
        await _latency.WaitAsync(cancellation);
        await connection.SendAsync(answer, cancellation);
    }

    private byte[] Count(ReadOnlySpan<byte> body)
    {
        // Cheaper than reading the JSON. Quotes within a value are escaped: only an attribute of that name would count.
        int operations = body.Count("\"PutRequest\""u8) + body.Count("\"DeleteRequest\""u8);
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _operations, operations);
        if (body.LastIndexOf("\"ReturnConsumedCapacity\":\"TOTAL\""u8) < 0)
            return AllWritten;
        return _answersWithCapacity.GetOrAdd(Math.Max(operations, body.Length / BytesPerUnit), static units => new DynamoDbAnswer(
            200,
            Encoding.UTF8.GetBytes(
                "{\"UnprocessedItems\":{},\"ConsumedCapacity\":[{\"TableName\":\"Music\",\"CapacityUnits\":" + units + "}]}")).ToBytes());
    }
}
