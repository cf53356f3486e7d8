using System;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>Sends through the AWS SDK's client; available on every target framework.</summary>
internal sealed class SdkTransport : ITransport
{
    private readonly DynamoDBClient _client;

    /// <param name="client">The client; disposed of with the transport.</param>
    public SdkTransport(DynamoDBClient client) => _client = client;

    /// <inheritdoc/>
    public async Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using CallAttempt attempt = new(call, cancellationToken);
        attempt.Enter();
        try
        {
            // The SDK's pipeline obtains the credentials too, but does not report which of its steps has failed.
            await _client.GetCredentialsAsync(attempt).ConfigureAwait(false);
            // A call that ignores its cancellation goes on unobserved; CallAttempt ensures that it sends nothing.
            await _client.CallRawAsync(new RawRequest(call.Operation, call.Body.ToArray()), attempt.Token)
                .CancelledBy(attempt.Token).ConfigureAwait(false);
            return attempt.Answer!;
        }
        catch (Exception exception)
        {
            return _client.Failed(exception, attempt, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void RenewSignature(DateTimeOffset? serverTime) => _client.RenewSignature(serverTime);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
