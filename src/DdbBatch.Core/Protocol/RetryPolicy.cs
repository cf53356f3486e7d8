using System;

namespace DdbBatch.Protocol;

/// <summary>
/// The delay before retry n: exponential backoff with full jitter, <c>random(0, min(cap, base × 2^(n - 1)))</c> (SDKs and Tools
/// Reference Guide, "Retry behavior"). A pure function.
/// </summary>
internal static class RetryPolicy
{
    /// <summary>The maximum delay.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ThrottledBase = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TransientBase = TimeSpan.FromMilliseconds(25);

    /// <summary>The delay before an operation's next attempt.</summary>
    /// <param name="retries">The number of the retry, from 1.</param>
    /// <param name="errorClass">The reason why the last attempt failed.</param>
    /// <param name="random">A random number from 0 up to, but not including, 1.</param>
    /// <param name="retryAfter">The minimum delay that DynamoDB asked for.</param>
    public static TimeSpan Delay(int retries, ErrorClass errorClass, double random, TimeSpan? retryAfter = null)
    {
        TimeSpan first = errorClass == ErrorClass.Throttled ? ThrottledBase : TransientBase;
        double limitMs = Math.Min(Cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(retries - 1, 30)));
        TimeSpan delay = TimeSpan.FromMilliseconds(random * limitMs);
        return retryAfter is { } least && least > delay ? least : delay;
    }
}
