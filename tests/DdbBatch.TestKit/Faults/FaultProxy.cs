using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>What is to go wrong with a request; <see cref="Fault.None"/> lets it pass.</summary>
public delegate Fault FaultRule(ProxiedRequest request);

/// <summary>A proxy on real sockets in front of a DynamoDB or S3 endpoint that makes requests fail as a rule says.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly FaultRule _rule;
    private readonly int _seed;
    private readonly SocketHttpServer _server;
    private readonly Upstream _upstream;
    private readonly bool _keepsBodies;
    private readonly bool _keepsRequests;
    private readonly ConcurrentQueue<ProxiedRequest> _requests = [];
    private readonly ConcurrentDictionary<string, int> _operationCounts = [];
    private readonly Lock _arrival = new();
    private int _count;
    private int _inFlight;

    /// <summary>Starts a proxy of a DynamoDB endpoint.</summary>
    /// <param name="endpoint">The endpoint that requests are passed on to.</param>
    /// <param name="rule">What is to go wrong; asked once per request, on any thread but never twice at a time.</param>
    /// <param name="seed">Where <see cref="ProxiedRequest.Random"/> comes from.</param>
    public FaultProxy(Uri endpoint, FaultRule rule, int seed = 1)
        : this(new DynamoDbUpstream(endpoint), rule, seed, keepsBodies: true)
    {
    }

    /// <summary>Starts a proxy of something else.</summary>
    /// <param name="upstream">What requests are passed on to; it is disposed with the proxy.</param>
    /// <param name="rule">What is to go wrong.</param>
    /// <param name="seed">Where <see cref="ProxiedRequest.Random"/> comes from.</param>
    /// <param name="keepsBodies">Whether <see cref="Requests"/> keeps what was sent.</param>
    /// <param name="keepsRequests">Whether there are <see cref="Requests"/>.</param>
    internal FaultProxy(Upstream upstream, FaultRule rule, int seed, bool keepsBodies, bool keepsRequests = true)
    {
        _rule = rule;
        _seed = seed;
        _keepsBodies = keepsBodies;
        _keepsRequests = keepsRequests;
        _upstream = upstream;
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>All requests that came, in order.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <summary>All BatchWriteItem requests that came, in order.</summary>
    public IReadOnlyList<ProxiedRequest> BatchWrites => [.. _requests.Where(request => request.IsBatchWrite)];

    /// <summary>Requests that are here now: not yet answered, and not yet given up by the client.</summary>
    public int InFlight
    {
        get
        {
            lock (_arrival)
                return _inFlight;
        }
    }

    /// <summary>The most requests that were here at one time.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>Starts a proxy of an S3 endpoint; it keeps no bodies of the requests.</summary>
    /// <inheritdoc cref="FaultProxy(Uri, FaultRule, int)"/>
    public static FaultProxy ForS3(Uri endpoint, FaultRule rule, int seed = 1) =>
        new(new S3Upstream(endpoint), rule, seed, keepsBodies: false);

    /// <summary>
    /// Starts a proxy for a long run: if the server is away, or too busy to end its answer, the connection of the request ends without an
    /// answer.
    /// </summary>
    /// <param name="endpoint">The endpoint that requests are passed on to.</param>
    /// <param name="rule">The fault of each request.</param>
    /// <param name="seed">The origin of <see cref="ProxiedRequest.Random"/>.</param>
    /// <param name="keepsRequests">Whether there are <see cref="Requests"/>; those of hours are too many.</param>
    public static FaultProxy ForLongRun(Uri endpoint, FaultRule rule, int seed, bool keepsRequests) =>
        new(new RestartedUpstream(endpoint), rule, seed, keepsBodies: true, keepsRequests);

    /// <summary>A rule that leaves a share of every batch unprocessed, in the way that DynamoDB does for that batch.</summary>
    public static FaultRule Unprocessed(double share) => request => request.Operation switch
    {
        "BatchWriteItem" => new Fault.SubsetUnprocessed(share),
        "BatchGetItem" => new Fault.KeysUnprocessed(share),
        "BatchExecuteStatement" => new Fault.StatementsFailed(share),
        _ => Fault.None,
    };

    /// <summary>Waits until its clients have ended all their connections, and all that they sent has been handled.</summary>
    public async Task WhenNoConnectionsAsync()
    {
        while (_server.Connections > 0)
            await Task.Delay(5);
    }

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
            await request.Fault.ApplyAsync(new FaultyExchange(request, http, connection, _server, _upstream, cancellation));
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
            string operation = _upstream.OperationOf(http);
            int operationNumber = _operationCounts.AddOrUpdate(operation, 1, (_, count) => count + 1);
            HttpRequest kept = _keepsBodies ? http : http with { Body = default };
            ProxiedRequest request = new(kept, operation, ++_count, operationNumber, _seed);
            if (_keepsRequests)
                _requests.Enqueue(request);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            request.Fault = _rule(request);
            return request;
        }
    }
}
