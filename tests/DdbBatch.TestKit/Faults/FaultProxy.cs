using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>What is to go wrong with a request; <see cref="Fault.None"/> lets it pass.</summary>
public delegate Fault FaultRule(ProxiedRequest request);

/// <summary>A proxy on real sockets in front of a DynamoDB endpoint that makes requests fail as a rule says.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly FaultRule _rule;
    private readonly int _seed;
    private readonly SocketHttpServer _server;
    private readonly HttpClient _upstream;
    private readonly ConcurrentQueue<ProxiedRequest> _requests = [];
    private readonly ConcurrentDictionary<string, int> _operationCounts = [];
    private readonly Lock _arrival = new();
    private int _inFlight;

    /// <summary>Starts a proxy.</summary>
    /// <param name="endpoint">The endpoint that requests are passed on to.</param>
    /// <param name="rule">What is to go wrong; asked once per request, on any thread but never twice at a time.</param>
    /// <param name="seed">Where <see cref="ProxiedRequest.Random"/> comes from.</param>
    public FaultProxy(Uri endpoint, FaultRule rule, int seed = 1)
    {
        _rule = rule;
        _seed = seed;
        _upstream = new HttpClient { BaseAddress = endpoint, Timeout = Timeout.InfiniteTimeSpan };
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>Where clients reach it.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>All requests that came, in order.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <summary>All BatchWriteItem requests that came, in order.</summary>
    public IReadOnlyList<ProxiedRequest> BatchWrites => [.. _requests.Where(request => request.IsBatchWrite)];

    /// <summary>The most requests that were here at one time.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>A rule that leaves a share of the writes of every BatchWriteItem unprocessed.</summary>
    public static FaultRule Unprocessed(double share) =>
        request => request.IsBatchWrite ? new Fault.SubsetUnprocessed(share) : Fault.None;

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _upstream.Dispose();
    }

    private async Task HandleAsync(HttpConnection connection, HttpRequest http, CancellationToken cancellation)
    {
        ProxiedRequest request = Arrive(http);
        try
        {
            await request.Fault.ApplyAsync(new FaultyExchange(request, connection, _server, _upstream, cancellation));
        }
        finally
        {
            lock (_arrival)
                _inFlight--;
        }
    }

    private ProxiedRequest Arrive(HttpRequest http)
    {
        lock (_arrival)
        {
            int operationNumber = _operationCounts.AddOrUpdate(http.Operation, 1, (_, count) => count + 1);
            ProxiedRequest request = new(http, _requests.Count + 1, operationNumber, _seed);
            _requests.Enqueue(request);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            request.Fault = _rule(request);
            return request;
        }
    }
}
