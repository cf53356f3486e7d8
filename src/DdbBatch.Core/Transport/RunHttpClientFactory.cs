using System;
using System.Net.Http;
using System.Threading;
using Amazon.Runtime;

namespace DdbBatch.Transport;

/// <summary>
/// One HttpClient for a run, with as many connections as the run has requests in flight. It is closed with the run.
/// </summary>
internal sealed class RunHttpClientFactory : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client;

    /// <param name="connections">The maximum number of open connections.</param>
    /// <param name="usesProxy">True if requests use the proxy of the environment, if there is one.</param>
    public RunHttpClientFactory(int connections, bool usesProxy)
    {
        Handler = CreateHandler(connections, usesProxy);
        // A CallAttempt ends a call that makes no progress.
        _client = new HttpClient(new AttemptHandler(Handler), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The connections, for code that does not use an HttpClient.</summary>
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
        // A load may run for days, so DNS changes must take effect.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AllowAutoRedirect = false,
        UseCookies = false,
        // No tracing headers, because they cost time and DynamoDB does not use them.
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
