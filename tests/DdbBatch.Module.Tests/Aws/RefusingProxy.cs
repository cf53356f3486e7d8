using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>
/// A proxy on this machine that connects to nothing: it answers each request with the same status, or resets its connection.
/// </summary>
internal sealed class RefusingProxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _targets = [];
    private readonly SocketHttpServer _server;

    /// <param name="status">The status; null for resets.</param>
    public RefusingProxy(int? status) => _server = new SocketHttpServer(async (connection, request, cancellation) =>
    {
        _targets.Enqueue(request.Target);
        if (status is { } answer)
            await connection.SendAsync(new PlainAnswer(answer, default).ToBytes(), cancellation);
        else
            connection.Reset();
    });

    public Uri Endpoint => _server.Endpoint;

    /// <summary>The requests, in order: host and port of each tunnel, and the URL of each request without TLS.</summary>
    public IReadOnlyList<string> Targets => [.. _targets];

    /// <summary>The environment of a process whose requests all go through it.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new[] { "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy" }.ToDictionary(name => name, _ => Endpoint.AbsoluteUri);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
