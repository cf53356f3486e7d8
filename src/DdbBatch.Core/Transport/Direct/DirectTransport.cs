using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using DdbBatch.Writing;

namespace DdbBatch.Transport.Direct;

/// <summary>
/// Sends straight over HTTP: one POST, signed here, its answer read here. The SDK's way costs twice the time, most of all
/// in a young process; endpoint, credentials and connections are still those of its client.
/// </summary>
internal sealed class DirectTransport : IBatchTransport
{
    private readonly DynamoDBClient _client;
    private readonly HttpMessageInvoker _http;
    private readonly Lazy<SignedPost> _post;

    /// <param name="client">A client; it is disposed of with this.</param>
    public DirectTransport(DynamoDBClient client)
        : this(client, client.Handler)
    {
    }

    internal DirectTransport(DynamoDBClient client, HttpMessageHandler handler)
    {
        _client = client;
        _http = new HttpMessageInvoker(handler, disposeHandler: false);
        // Not here: what is wrong with an endpoint is an answer of the first request, as with the SDK.
        _post = new Lazy<SignedPost>(() => new SignedPost(DirectEndpoint.Resolve(client)));
    }

    /// <inheritdoc/>
    public Task<BatchAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken) => CallAsync(
        "BatchWriteItem",
        new RequestBody(request.BodyPieces(), request.BodyBytes),
        body => BatchAnswerReader.Read(body, request),
        cancellationToken);

    /// <inheritdoc/>
    public Task<BatchAnswer> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        byte[] body = TableDescriptionReader.RequestBody(table);
        return CallAsync("DescribeTable", new RequestBody([body], body.Length), TableDescriptionReader.Read, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _client.Dispose();
    }

    private async Task<BatchAnswer> CallAsync(
        string operation, RequestBody body, Func<byte[], BatchAnswer> read, CancellationToken cancellationToken)
    {
        using RequestBody owned = body;
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        attempt.CancelAfter(RunHttpClientFactory.AttemptTimeout);
        try
        {
            // Asked each time: only they know when they have to be renewed.
            ImmutableCredentials credentials =
                await _client.Credentials.GetCredentialsAsync().WaitAsync(attempt.Token).ConfigureAwait(false);
            using HttpRequestMessage message = _post.Value.Create(operation, body, credentials);
            using HttpResponseMessage response = await _http.SendAsync(message, attempt.Token).ConfigureAwait(false);
            byte[] bytes = await response.Content.ReadAsByteArrayAsync(attempt.Token).ConfigureAwait(false);
            BatchAnswer answer = HttpAnswer.Read(response, bytes, read);
            _client.RenewSignature(answer, response.Headers.Date);
            return answer;
        }
        catch (Exception exception)
        {
            return _client.ToAnswer(exception, cancellationToken.IsCancellationRequested);
        }
    }
}
