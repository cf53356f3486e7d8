using System;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>Whether a table answers, at a moment of a run.</summary>
/// <param name="Table">The table, by the name or ARN that was given.</param>
internal record TableHealth(string Table)
{
    // Throttling and single failures are normal during a run, and do not last this long.
    private static readonly TimeSpan OutageAfter = TimeSpan.FromSeconds(2);

    /// <summary>True if nothing more is sent for the table.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The time since which no request has succeeded, from the start of the run; null unless requests are failing.</summary>
    public TimeSpan? FailingSince { get; init; }

    /// <summary>The error of the last request; null unless requests are failing.</summary>
    public OperationError? LastFailure { get; init; }

    /// <summary>How long requests have been failing; null unless that is long enough to be reported, and retried.</summary>
    /// <param name="now">The time since the start of the run.</param>
    public TimeSpan? Outage(TimeSpan now) =>
        !IsClosed && now - FailingSince is { } duration && duration >= OutageAfter ? duration : null;
}
