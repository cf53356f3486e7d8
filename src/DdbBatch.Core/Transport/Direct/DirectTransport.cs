using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;

namespace DdbBatch.Transport.Direct;

/// <summary>
/// Sends straight over HTTP: one POST, signed here. The SDK's way costs twice the time, most of all in a young process;
/// endpoint, credentials and connections are still those of its client.
/// </summary>
internal sealed class DirectTransport : ITransport
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
    public async Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using CallAttempt attempt = new(call, cancellationToken);
        using RequestBody body = new(call.Body, attempt);
        try
        {
            // Asked each time: only they know when they have to be renewed.
            ImmutableCredentials credentials = await _client.GetCredentialsAsync(attempt).ConfigureAwait(false);
            using HttpRequestMessage message = _post.Value.Create(call.Operation, body, credentials);
            attempt.Url = message.RequestUri;
            using HttpResponseMessage response = await _http.SendAsync(message, attempt.Token).ConfigureAwait(false);
            attempt.Reach(CallStage.Answered);
            return await RawAnswer.Answered.ReadAsync(response, attempt).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return _client.Failed(exception, attempt, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void RenewSignature(DateTimeOffset? serverTime) => _client.RenewSignature(serverTime);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _client.Dispose();
    }
}
