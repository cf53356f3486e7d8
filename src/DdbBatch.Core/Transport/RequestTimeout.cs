using System;

namespace DdbBatch.Transport;

/// <summary>How long an attempt may go without progress, if not much time is left for any.</summary>
internal static class RequestTimeout
{
    // A new connection takes a second over bad lines: less would only cut off what is about to succeed.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>The usual time, or what is left of the time for retries.</summary>
    /// <param name="left">What is left; null for any time.</param>
    public static TimeSpan Within(TimeSpan? left) =>
        left is not { } time || time > ApiCall.DefaultTimeout ? ApiCall.DefaultTimeout : time > Least ? time : Least;
}
