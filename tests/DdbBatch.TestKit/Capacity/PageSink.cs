using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// A server whose every table has the same pages, which it keeps as they go over the wire if they are few: what is measured through
/// it is the client that scans. Every item has another key, because a number is written into the last key attribute.
/// </summary>
public sealed class PageSink : IAsyncDisposable
{
    private const int PageBytes = 1024 * 1024;
    private const int UnitsPerPage = 128;
    private const double UnitsPerSecond = 1e9;

    // Answers are kept if they are few: those of a table of any size would take its size in memory.
    private const int MostKeptPages = 100;

    // The width of the number in each key.
    private const int Digits = 12;

    private readonly ConcurrentDictionary<(int Page, int Next, bool WithCapacity), byte[]> _answers = [];
    private readonly List<int> _numbers = [];
    private readonly Latency _latency;
    private readonly KeySchema _schema;
    private readonly string?[] _keys;
    private readonly int _pages;
    private readonly byte[] _items;
    private readonly int _count;
    private readonly SocketHttpServer _server;

    /// <summary>Starts a server.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="items">Items in DynamoDB JSON; a page has as many as 1 MB holds, again from the first one if needed.</param>
    /// <param name="pages">How many pages a table has.</param>
    /// <param name="partitionKey">Every table's partition key, a string, as <c>Artist:S</c>.</param>
    /// <param name="sortKey">Every table's sort key, a string; its values get a number in front.</param>
    public PageSink(TimeSpan latency, IReadOnlyList<ReadOnlyMemory<byte>> items, int pages, string partitionKey, string sortKey)
    {
        _latency = new Latency(latency);
        _keys = [partitionKey, sortKey];
        _schema = new KeySchema(_keys);
        _pages = pages;
        byte[] beforeKey = Encoding.UTF8.GetBytes($"\"{_schema.Attributes[^1].Name}\":{{\"S\":\"");
        using MemoryStream page = new();
        for (long bytes = 0; bytes < PageBytes; _count++)
        {
            ReadOnlySpan<byte> item = items[_count % items.Count].Span;
            if (_count > 0)
                page.WriteByte((byte)',');
            int key = item.IndexOf(beforeKey) + beforeKey.Length;
            page.Write(item[..key]);
            _numbers.Add((int)page.Length);
            page.Write(new byte[Digits]);
            page.Write(item[key..]);
            bytes += ItemSizer.SizeOf(item) + Digits;
        }

        _items = page.ToArray();
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
        (int Page, int Next, bool WithCapacity) answer = (page < end ? page : -1, page + 1 < end ? page + 1 : -1, withCapacity);
        return _pages > MostKeptPages ? Render(answer) : _answers.GetOrAdd(answer, Render);
    }

    private int First(int segment, int total) => (int)((long)_pages * segment / total);

    private byte[] Render((int Page, int Next, bool WithCapacity) answer)
    {
        int count = answer.Page < 0 ? 0 : _count;
        string key = string.Join(",", _schema.Attributes.Select(key => $$"""
            "{{key.Name}}":{"S":"{{answer.Next}}"}
            """));
        string rest = $"],\"Count\":{count},\"ScannedCount\":{count}"
            + (answer.Next < 0 ? "" : $",\"LastEvaluatedKey\":{{{key}}}")
            + (answer.WithCapacity ? $",\"ConsumedCapacity\":{{\"TableName\":\"Music\",\"CapacityUnits\":{UnitsPerPage}}}" : "") + "}";
        byte[] body = [.. "{\"Items\":["u8, .. answer.Page < 0 ? [] : Number(answer.Page), .. Encoding.UTF8.GetBytes(rest)];
        return new DynamoDbAnswer(200, body).ToBytes();
    }

    private byte[] Number(int page)
    {
        byte[] items = [.. _items];
        long number = (long)page * _count;
        foreach (int place in _numbers)
            Utf8Formatter.TryFormat(number++, items.AsSpan(place, Digits), out _, new StandardFormat('D', Digits));
        return items;
    }
}
