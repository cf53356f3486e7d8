using System;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Protocol;

/// <summary>Retries one call at a time, with backoff, for those who have no engine to do so.</summary>
/// <param name="clock">The clock that it measures and waits by.</param>
/// <param name="random">Gives random numbers from 0 up to, but not including, 1.</param>
internal sealed class Retrier(TimeProvider clock, Func<double> random)
{
    /// <summary>The most attempts at a call if no time limits them.</summary>
    public const int MaxAttempts = 4;

    private static readonly Random Shared = new();

    private readonly long _startedAt = clock.GetTimestamp();

    public Retrier()
        : this(TimeProvider.System, NextRandom)
    {
    }

    /// <summary>The time since this was created.</summary>
    public TimeSpan Now => clock.GetElapsedTime(_startedAt);

    /// <summary>Makes attempts at a call until one succeeds, one fails for good, or a limit is reached.</summary>
    /// <param name="attempt">
    /// Makes one attempt, and is told how long it may take at most. It returns null if it has succeeded, and its answer
    /// otherwise.
    /// </param>
    /// <param name="hasSucceeded">Whether anything was answered validly before.</param>
    /// <param name="limits">When to give up.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null after a success, or how the last attempt has failed.</returns>
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

/// <summary>When retries end: with whichever limit is reached first.</summary>
/// <param name="Attempts">The most attempts; null for any number.</param>
/// <param name="Time">The time after which no attempt begins; null for none.</param>
internal sealed record RetryLimits(int? Attempts, TimeSpan? Time);

/// <summary>How a call has failed for good, or for too long.</summary>
/// <param name="Answer">The answer to its last attempt.</param>
/// <param name="Class">What that means.</param>
/// <param name="Duration">How long it was tried.</param>
internal sealed record RetryFailure(CallAnswer Answer, ErrorClass Class, TimeSpan Duration)
{
    /// <summary>True if it might have succeeded later.</summary>
    public bool MayPass => ErrorClassifier.MayPass(Class);
}
