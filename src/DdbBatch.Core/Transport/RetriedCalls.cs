using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Throttling;

namespace DdbBatch.Transport;

/// <summary>Calls of the SDK's clients, whose own retries are off: what may pass is tried again.</summary>
/// <param name="client">Says what an exception means, and renews credentials.</param>
internal sealed class RetriedCalls(DynamoDBClient client)
{
    /// <summary>Most attempts of a call, where no time is set for them.</summary>
    public const int MaxAttempts = 4;

    private readonly Random _random = new();
    private bool _hasSucceeded;

    /// <summary>How long a call is tried again, however often; null where only the number of attempts counts.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Makes a call until it succeeds, fails for good, or has failed for too long.</summary>
    /// <param name="call">Makes it once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FailedCallException">It has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                T result = await call().ConfigureAwait(false);
                _hasSucceeded = true;
                return result;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                delay = DelayAfter(exception, attempt, clock.Elapsed);
            }

            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan DelayAfter(Exception exception, int attempt, TimeSpan elapsed)
    {
        BatchAnswer answer = client.ToAnswer(exception, wasCancelled: false);
        ErrorClass errorClass = ErrorClassifier.Classify(answer, _hasSucceeded, credentialErrors: attempt);
        if (!ErrorClassifier.MayPass(errorClass) || (Timeout is { } timeout ? elapsed >= timeout : attempt == MaxAttempts))
            throw new FailedCallException(answer, exception);
        lock (_random)
            return RetryPolicy.Delay(attempt, errorClass, _random.NextDouble(), (answer as BatchAnswer.ServiceError)?.RetryAfter);
    }
}
