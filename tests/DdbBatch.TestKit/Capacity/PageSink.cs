using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// A server whose every table has the same pages, which it keeps as they go over the wire: what is measured through it is the client
/// that scans.
/// </summary>
public sealed class PageSink : IAsyncDisposable
{
    private const int PageBytes = 1024 * 1024;
    private const int UnitsPerPage = 128;
    private const double UnitsPerSecond = 1e9;

    // Answers are kept if they are few: those of a table of any size would take its size in memory.
    private const int MostKeptPages = 100;

    private readonly ConcurrentDictionary<(int Next, bool WithCapacity, bool HasItems), byte[]> _answers = [];
    private readonly Latency _latency;
    private readonly KeySchema _schema;
    private readonly string?[] _keys;
    private readonly int _pages;
    private readonly string _items;
    private readonly int _count;
    private readonly SocketHttpServer _server;

    /// <summary>Starts a server.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="items">Items in DynamoDB JSON; a page has as many as 1 MB holds, again from the first one if needed.</param>
    /// <param name="pages">How many pages a table has.</param>
    /// <param name="partitionKey">Every table's partition key, a string, as <c>Artist:S</c>.</param>
    /// <param name="sortKey">Every table's sort key, a string.</param>
    public PageSink(TimeSpan latency, IReadOnlyList<ReadOnlyMemory<byte>> items, int pages, string partitionKey, string sortKey)
    {
        _latency = new Latency(latency);
        _keys = [partitionKey, sortKey];
        _schema = new KeySchema(_keys);
        _pages = pages;
        StringBuilder page = new();
        for (long bytes = 0; bytes < PageBytes; _count++)
        {
            ReadOnlySpan<byte> item = items[_count % items.Count].Span;
            page.Append(_count == 0 ? "" : ",").Append(Encoding.UTF8.GetString(item));
            bytes += ItemSizer.SizeOf(item);
        }

        _items = page.ToString();
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>The endpoint.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>How many items a scan returns.</summary>
    public long ItemCount => (long)_count * _pages;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _latency.Dispose();
    }

    private async Task HandleAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellation)
    {
        byte[] answer = request.Operation switch
        {
            "DescribeTable" => TableDescriptions.Active(
                TableDescriptions.RequestedTable(request), _keys, UnitsPerSecond, UnitsPerSecond, ItemCount, (long)PageBytes * _pages).ToBytes(),
            "Scan" => Page(JsonElement.Parse(request.Body.Span)),
            _ => DynamoDbAnswer.Error(400, "UnknownOperationException", request.Operation).ToBytes(),
        };
        await _latency.WaitAsync(cancellation);
        await connection.SendAsync(answer, cancellation);
    }

    // The key at which a page ends is the number of the next one.
    private byte[] Page(JsonElement request)
    {
        (int segment, int total) = request.TryGetProperty("Segment", out JsonElement index)
            ? (index.GetInt32(), request.GetProperty("TotalSegments").GetInt32())
            : (0, 1);
        int page = request.TryGetProperty("ExclusiveStartKey", out JsonElement start)
            ? int.Parse(start.GetProperty(_schema.Attributes[0].Name).GetProperty("S").GetString()!, CultureInfo.InvariantCulture)
            : First(segment, total);
        int end = First(segment + 1, total);
        bool withCapacity = request.TryGetProperty("ReturnConsumedCapacity", out JsonElement mode) && !mode.ValueEquals("NONE");
        int next = page + 1 < end ? page + 1 : -1;
        return _pages > MostKeptPages
            ? Render(next, withCapacity, page < end)
            : _answers.GetOrAdd((next, withCapacity, page < end), one => Render(one.Next, one.WithCapacity, one.HasItems));
    }

    private int First(int segment, int total) => (int)((long)_pages * segment / total);

    private byte[] Render(int next, bool withCapacity, bool hasItems)
    {
        int count = hasItems ? _count : 0;
        string key = string.Join(",", _schema.Attributes.Select(key => $$"""
            "{{key.Name}}":{"S":"{{next}}"}
            """));
        string body = $"{{\"Items\":[{(hasItems ? _items : "")}],\"Count\":{count},\"ScannedCount\":{count}"
            + (next < 0 ? "" : $",\"LastEvaluatedKey\":{{{key}}}")
            + (withCapacity ? $",\"ConsumedCapacity\":{{\"TableName\":\"Music\",\"CapacityUnits\":{UnitsPerPage}}}" : "") + "}";
        return new DynamoDbAnswer(200, Encoding.UTF8.GetBytes(body)).ToBytes();
    }
}
