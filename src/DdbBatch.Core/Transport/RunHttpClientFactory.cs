using System;
using System.Net.Http;
using System.Threading;
using Amazon.Runtime;

namespace DdbBatch.Transport;

/// <summary>One HttpClient for a run, with as many connections as it has requests in flight, closed with the run.</summary>
internal sealed class RunHttpClientFactory : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client;

    /// <param name="connections">Most connections that are open at once.</param>
    /// <param name="usesProxy">Whether requests go through the proxy of the environment, if it has one.</param>
    public RunHttpClientFactory(int connections, bool usesProxy)
    {
        Handler = CreateHandler(connections, usesProxy);
        // A CallAttempt ends a call that makes no progress.
        _client = new HttpClient(new AttemptHandler(Handler), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The connections, for those who need no HttpClient around them.</summary>
    public HttpMessageHandler Handler { get; }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

#if NET
    private static SocketsHttpHandler CreateHandler(int connections, bool usesProxy) => new()
    {
        UseProxy = usesProxy,
        MaxConnectionsPerServer = connections,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A load may run for days: follow DNS.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AllowAutoRedirect = false,
        UseCookies = false,
        // No tracing headers: they cost time, and DynamoDB has no use for them.
        ActivityHeadersPropagator = null,
    };
#else
    private static HttpClientHandler CreateHandler(int connections, bool usesProxy) => new()
    {
        UseProxy = usesProxy,
        MaxConnectionsPerServer = connections,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
#endif
}
