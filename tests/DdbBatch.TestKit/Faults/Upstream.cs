using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>What is behind a proxy.</summary>
internal abstract class Upstream(Uri endpoint) : IDisposable
{
    // They belong to one connection or follow from the body.
    private static readonly string[] OwnHeaders =
        ["Host", "Connection", "Content-Length", "Expect", "Accept-Encoding", "Transfer-Encoding"];

    // DynamoDB Local closes connections that are idle for 30 s, and a request at that moment would fail.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10) })
    {
        BaseAddress = endpoint,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The operation that a request asks for.</summary>
    public abstract string OperationOf(HttpRequest request);

    /// <summary>Lets a request take effect.</summary>
    public virtual async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
    {
        using HttpRequestMessage message = ToMessage(request);
        using HttpResponseMessage answer = await _http.SendAsync(message, cancellation);
        return await ReadAsync(answer, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The answer to pass back.</summary>
    protected abstract Task<HttpAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation);

    private static HttpRequestMessage ToMessage(HttpRequest request)
    {
        HttpRequestMessage message = new(new HttpMethod(request.Method), request.Target)
        {
            Content = new ReadOnlyMemoryContent(request.Body),
        };
        string[] lines = request.Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        foreach (string[] header in lines.Skip(1).Select(line => line.Split(':', 2)))
        {
            if (OwnHeaders.Contains(header[0], StringComparer.OrdinalIgnoreCase))
                continue;
            if (!message.Headers.TryAddWithoutValidation(header[0], header[1].Trim()))
                message.Content.Headers.TryAddWithoutValidation(header[0], header[1].Trim());
        }

        return message;
    }
}
