using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>What a fault can do with a request: pass it on, answer it, break its connection.</summary>
internal sealed record FaultyExchange(
    ProxiedRequest Request,
    HttpRequest Http,
    HttpConnection Connection,
    SocketHttpServer Server,
    Upstream Upstream,
    CancellationToken Cancellation)
{
    /// <summary>Passes the request on as it came, so that it takes effect.</summary>
    public Task<HttpAnswer> ForwardAsync() => Upstream.SendAsync(Http, Cancellation);

    /// <summary>Passes a request for DynamoDB on as it came.</summary>
    public Task<DynamoDbAnswer> ForwardToDynamoDbAsync() => ForwardToDynamoDbAsync(Http.Body);

    /// <summary>Passes a request for DynamoDB on with another body.</summary>
    public async Task<DynamoDbAnswer> ForwardToDynamoDbAsync(ReadOnlyMemory<byte> body) =>
        (DynamoDbAnswer)await Upstream.SendAsync(Http with { Body = body }, Cancellation);

    /// <summary>Answers the client.</summary>
    public ValueTask AnswerAsync(HttpAnswer answer) => SendAsync(answer.ToBytes());

    /// <summary>Sends the client a piece of an answer.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => Connection.SendAsync(bytes, Cancellation);
}
