using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.Module.Tests.Completion;

/// <summary>Answers ListTables, two tables a page, once it is allowed to.</summary>
internal sealed class TableListServer : IAsyncDisposable
{
    private readonly string[] _tables;
    private readonly Task _allowed;
    private readonly SocketHttpServer _server;
    private readonly ConcurrentQueue<HttpRequest> _requests = [];

    public TableListServer(Task allowed, params string[] tables)
    {
        _allowed = allowed;
        _tables = tables;
        _server = new SocketHttpServer(HandleAsync);
    }

    public string Endpoint => _server.Endpoint.AbsoluteUri;

    public IReadOnlyList<HttpRequest> Requests => [.. _requests];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellation)
    {
        _requests.Enqueue(request);
        await _allowed.WaitAsync(cancellation);
        using JsonDocument body = JsonDocument.Parse(request.Body);
        int start = body.RootElement.TryGetProperty("ExclusiveStartTableName", out JsonElement last)
            ? Array.IndexOf(_tables, last.GetString()) + 1
            : 0;
        string[] page = [.. _tables.Skip(start).Take(2)];
        Dictionary<string, object> answer = new() { ["TableNames"] = page };
        if (start + page.Length < _tables.Length)
            answer["LastEvaluatedTableName"] = page[^1];
        await connection.SendAsync(
            new DynamoDbAnswer(200, JsonSerializer.SerializeToUtf8Bytes(answer)).ToBytes(), cancellation);
    }
}
