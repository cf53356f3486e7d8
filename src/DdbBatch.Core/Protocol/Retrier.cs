using System;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Protocol;

/// <summary>Retries one call at a time, with backoff, for code that does not use the engine.</summary>
/// <param name="clock">The clock that it measures and waits by.</param>
/// <param name="random">Returns random numbers from 0 up to, but not including, 1.</param>
internal sealed class Retrier(TimeProvider clock, Func<double> random)
{
    /// <summary>The maximum number of attempts at a call if there is no time limit.</summary>
    public const int MaxAttempts = 4;

    private static readonly Random Shared = new();

    private readonly long _startedAt = clock.GetTimestamp();

    public Retrier()
        : this(TimeProvider.System, NextRandom)
    {
    }

    /// <summary>The time since this was created.</summary>
    public TimeSpan Now => clock.GetElapsedTime(_startedAt);

    /// <summary>Makes attempts at a call until one succeeds, one fails permanently, or a limit is reached.</summary>
    /// <param name="attempt">Makes one attempt, given its maximum duration. It returns null if it has succeeded, and its
    /// answer otherwise.</param>
    /// <param name="hasSucceeded">True if there was a valid answer before.</param>
    /// <param name="limits">The limits of the retries.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null after a success, or the failure of the last attempt.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<RetryFailure?> RunAsync(
        Func<TimeSpan?, Task<CallAnswer?>> attempt, Func<bool> hasSucceeded, RetryLimits limits, CancellationToken cancellationToken)
    {
        TimeSpan start = Now;
        for (int attempts = 1; ; attempts++)
        {
            TimeSpan? left = limits.Time - (Now - start);
            if (await attempt(left).ConfigureAwait(false) is not { } answer)
                return null;
            cancellationToken.ThrowIfCancellationRequested();
            ErrorClass errorClass = ErrorClassifier.Classify(answer, hasSucceeded(), credentialErrors: attempts);
            TimeSpan delay = RetryPolicy.Delay(attempts, errorClass, random(), (answer as CallAnswer.ServiceError)?.RetryAfter);
            bool isTooLate = attempts >= limits.Attempts || Now - start >= limits.Time;
            if (isTooLate || !ErrorClassifier.MayPass(errorClass))
                return new RetryFailure(answer, errorClass, Now - start);
            if (start + limits.Time - Now is { } rest && rest < delay)
                delay = rest;
            await DelayAsync(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(delay, clock, cancellationToken);
#else
        clock.Delay(delay, cancellationToken);
#endif

    private static double NextRandom()
    {
        lock (Shared)
            return Shared.NextDouble();
    }
}

/// <summary>The limits of retries: the first one that is reached ends them.</summary>
/// <param name="Attempts">The maximum number of attempts; null for no limit.</param>
/// <param name="Time">The time after which no attempt starts; null for no limit.</param>
internal sealed record RetryLimits(int? Attempts, TimeSpan? Time);

/// <summary>The failure of a call, permanent or after too long a time.</summary>
/// <param name="Answer">The answer to its last attempt.</param>
/// <param name="Class">The meaning of the answer.</param>
/// <param name="Duration">The time for which it was tried.</param>
internal sealed record RetryFailure(CallAnswer Answer, ErrorClass Class, TimeSpan Duration)
{
    /// <summary>True if a later attempt might succeed.</summary>
    public bool MayPass => ErrorClassifier.MayPass(Class);
}
