using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>
/// A handler between the SDK and its connections: it records the stage of an attempt, and takes the answer of a call whose
/// body we wrote, before the SDK reads it. The SDK's pipeline would follow a redirect to another host, read an answer of any
/// length, and report an answer that is not DynamoDB's with a message that explains nothing.
/// </summary>
internal sealed class AttemptHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (CallAttempt.Current is { } attempt)
            return await SendAsync(request, attempt, cancellationToken).ConfigureAwait(false);
        using CallAttempt own = new(call: null, cancellationToken);
        return await SendAsync(request, own, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CallAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Reach(CallStage.Connect);
        attempt.Url = request.RequestUri;
        if (request.Content is null)
            attempt.SeesSending = false;
        else
            request.Content = new ObservedContent(request.Content, attempt);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, attempt.Token);
        HttpResponseMessage response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
        attempt.Reach(CallStage.Answered);
        if (attempt.Call is null)
            return response;
        using (response)
            attempt.Answer = await AnswerReceiver.ReceiveAsync(response, attempt).ConfigureAwait(false);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]), RequestMessage = request };
    }
}
