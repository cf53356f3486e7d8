using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;

namespace DdbBatch.Transport.Direct;

/// <summary>
/// Sends directly over HTTP: one POST, signed here. The SDK takes twice the CPU time, and most of it in a process that has
/// just started. Endpoint, credentials and connections are still those of its client.
/// </summary>
internal sealed class DirectTransport : ITransport
{
    private readonly DynamoDBClient _client;
    private readonly HttpMessageInvoker _http;
    private readonly Lazy<SignedPost> _post;

    /// <param name="client">The client; disposed of with the transport.</param>
    public DirectTransport(DynamoDBClient client)
        : this(client, client.Handler)
    {
    }

    internal DirectTransport(DynamoDBClient client, HttpMessageHandler handler)
    {
        _client = client;
        _http = new HttpMessageInvoker(handler, disposeHandler: false);
        // Not in the constructor: an invalid endpoint is reported by the first request, as with the SDK.
        _post = new Lazy<SignedPost>(() => new SignedPost(DirectEndpoint.Resolve(client)));
    }

    /// <inheritdoc/>
    public async Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using CallAttempt attempt = new(call, cancellationToken);
        using RequestBody body = new(call.Body, attempt);
        try
        {
            // Asked each time, because only the credentials know when they must be renewed.
            ImmutableCredentials credentials = await _client.GetCredentialsAsync(attempt).ConfigureAwait(false);
            using HttpRequestMessage message = _post.Value.Create(call.Operation, body, credentials);
            attempt.Url = message.RequestUri;
            using HttpResponseMessage response = await _http.SendAsync(message, attempt.Token).ConfigureAwait(false);
            attempt.Reach(CallStage.Answered);
            return await AnswerReceiver.ReceiveAsync(response, attempt).ConfigureAwait(false);
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
