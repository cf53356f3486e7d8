using System;

namespace DdbBatch.Transport;

/// <summary>The timeout of an attempt without progress, if little time is left for retries.</summary>
internal static class RequestTimeout
{
    // A new connection takes a second over slow lines. A shorter timeout would only end attempts that are about to succeed.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Returns the usual timeout, or the remaining time for retries if that is shorter.</summary>
    /// <param name="left">The remaining time; null for no limit.</param>
    public static TimeSpan Within(TimeSpan? left) =>
        left is not { } time || time > ApiCall.DefaultTimeout ? ApiCall.DefaultTimeout : time > Least ? time : Least;
}
