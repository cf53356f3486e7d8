using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>Calls of the SDK's clients, whose own retries are turned off: temporary errors are retried.</summary>
/// <param name="client">Describes exceptions, and renews credentials.</param>
/// <param name="retrier">Repeats the calls; null for the real time.</param>
internal sealed class RetriedCalls(DynamoDBClient client, Retrier? retrier = null)
{
    private readonly Retrier _retrier = retrier ?? new();
    private bool _hasSucceeded;

    /// <summary>
    /// The time for which a call is retried, without a limit on attempts; null if only the number of attempts counts.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    private RetryLimits Limits => new(Timeout is null ? Retrier.MaxAttempts : null, Timeout);

    /// <summary>Makes a call until it succeeds, fails permanently, or has failed for too long.</summary>
    /// <param name="call">Makes one attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="isWhole">Returns false if a response lacks members that the API always sends; null to accept any
    /// response.</param>
    /// <exception cref="FailedCallException">It has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken, Func<T, bool>? isWhole = null)
    {
        T? result = default;
        Exception? thrown = null;
        RetryFailure? failure = await _retrier.RunAsync(AttemptAsync, () => _hasSucceeded, Limits, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            throw new FailedCallException(failure.Answer, thrown);
        _hasSucceeded = true;
        return result!;

        async Task<CallAnswer?> AttemptAsync(TimeSpan? left)
        {
            using CallAttempt attempt = new(call: null, cancellationToken);
            attempt.Enter();
            try
            {
                result = await call().ConfigureAwait(false);
                return isWhole is null || isWhole(result)
                    ? null
                    : new CallAnswer.NoAnswer(CallStage.Answered, "CorruptAnswer", "The answer isn't the answer to this call.");
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                thrown = exception;
                CallAnswer answer = SdkErrors.ToAnswer(exception, attempt);
                if (ErrorClassifier.IsCredentialError(answer))
                    client.RenewSignature(SdkErrors.ServerTime(exception));
                return answer;
            }
        }
    }
}
