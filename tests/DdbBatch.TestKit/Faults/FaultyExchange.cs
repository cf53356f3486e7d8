using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>What a fault can do with a request: pass it on, answer it, break its connection.</summary>
internal sealed record FaultyExchange(
    ProxiedRequest Request,
    HttpConnection Connection,
    SocketHttpServer Server,
    HttpClient Upstream,
    CancellationToken Cancellation)
{
    // They belong to one connection or follow from the body.
    private static readonly string[] OwnHeaders =
        ["Host", "Connection", "Content-Length", "Expect", "Accept-Encoding", "Transfer-Encoding"];

    /// <summary>Passes the request on as it came, so that it takes effect.</summary>
    public Task<DynamoDbAnswer> ForwardAsync() => ForwardAsync(Request.Body);

    /// <summary>Passes the request on with another body.</summary>
    public async Task<DynamoDbAnswer> ForwardAsync(ReadOnlyMemory<byte> body)
    {
        string[] lines = Request.Http.Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] requestLine = lines[0].Split(' ');
        using HttpRequestMessage message = new(new HttpMethod(requestLine[0]), requestLine[1]);
        message.Content = new ReadOnlyMemoryContent(body);
        foreach (string[] header in lines.Skip(1).Select(line => line.Split(':', 2)))
        {
            if (OwnHeaders.Contains(header[0], StringComparer.OrdinalIgnoreCase))
                continue;
            if (!message.Headers.TryAddWithoutValidation(header[0], header[1].Trim()))
                message.Content.Headers.TryAddWithoutValidation(header[0], header[1].Trim());
        }

        using HttpResponseMessage answer = await Upstream.SendAsync(message, Cancellation);
        return new DynamoDbAnswer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    /// <summary>Answers the client.</summary>
    public ValueTask AnswerAsync(DynamoDbAnswer answer) => SendAsync(answer.ToBytes());

    /// <summary>Sends the client a piece of an answer.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => Connection.SendAsync(bytes, Cancellation);
}
