using System;
using System.Collections.Concurrent;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A server that takes every write call and only counts: what is measured through it is the client.</summary>
/// <remarks>To any DescribeTable it answers with the same key.</remarks>
public sealed class Sink : IAsyncDisposable
{
    // More than any client sends: no pace is measured here.
    private const double UnitsPerSecond = 1e9;

    private const int BytesPerUnit = 1024;

    // An answer is written once, since what is measured is the client.
    private readonly ConcurrentDictionary<(SinkCall Call, int Operations, int? Units), byte[]> _answers = [];
    private readonly Latency _latency;
    private readonly Action<ReadOnlyMemory<byte>>? _received;
    private readonly string?[] _keys;
    private readonly SocketHttpServer _server;
    private long _requests;
    private long _operations;

    /// <summary>Starts a server.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="partitionKey">Every table's partition key, as <c>Id:S</c>.</param>
    /// <param name="sortKey">Every table's sort key, if any.</param>
    /// <param name="received">Gets the body of each write request, on any thread and several at a time.</param>
    public Sink(
        TimeSpan latency = default, string partitionKey = "Id:S", string? sortKey = null, Action<ReadOnlyMemory<byte>>? received = null)
    {
        _received = received;
        _latency = new Latency(latency);
        _keys = [partitionKey, sortKey];
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>How many write requests came.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>How many operations came in them.</summary>
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
            : Count(SinkCall.Of(request.Operation), request.Body);
        await _latency.WaitAsync(cancellation);
        await connection.SendAsync(answer, cancellation);
    }

    private byte[] Count(SinkCall call, ReadOnlyMemory<byte> request)
    {
        _received?.Invoke(request);
        ReadOnlySpan<byte> body = request.Span;
        int operations = call.Count(body);
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _operations, operations);
        bool withCapacity = body.LastIndexOf("\"ReturnConsumedCapacity\":\"TOTAL\""u8) >= 0;
        return _answers.GetOrAdd(
            (call, operations, withCapacity ? Math.Max(operations, body.Length / BytesPerUnit) : null),
            static answer => new DynamoDbAnswer(200, Encoding.UTF8.GetBytes(answer.Call.Answer(answer.Operations, answer.Units))).ToBytes());
    }
}
