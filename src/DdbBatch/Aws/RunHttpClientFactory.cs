using System;
using System.Net.Http;
using Amazon.Runtime;

namespace DdbBatch.Aws;

/// <summary>One HttpClient for a run, with as many connections as it has requests in flight, closed with the run.</summary>
internal sealed class RunHttpClientFactory : HttpClientFactory, IDisposable
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;

    public RunHttpClientFactory(int connections) => _client = new HttpClient(CreateHandler(connections), true)
    {
        Timeout = AttemptTimeout,
    };

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
