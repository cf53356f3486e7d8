using System;
using System.Net.Http;
using Amazon.Runtime;

namespace DdbBatch.Transport;

/// <summary>One HttpClient for a run, with as many connections as it has requests in flight, closed with the run.</summary>
internal sealed class RunHttpClientFactory : HttpClientFactory, IDisposable
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;

    public RunHttpClientFactory(int connections)
    {
        Handler = CreateHandler(connections);
        _client = new HttpClient(Handler, disposeHandler: true) { Timeout = AttemptTimeout };
    }

    /// <summary>The connections, for those who need no HttpClient around them.</summary>
    public HttpMessageHandler Handler { get; }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

#if NET
    private static SocketsHttpHandler CreateHandler(int connections) => new()
    {
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
    private static HttpClientHandler CreateHandler(int connections) => new()
    {
        MaxConnectionsPerServer = connections,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
#endif
}
