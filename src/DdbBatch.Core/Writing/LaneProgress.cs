using System;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Where a table's operations stand at a moment.</summary>
/// <param name="Table">The table, by the name or ARN that was given.</param>
/// <param name="Settled">Operations that have their outcome.</param>
/// <param name="Buffered">Operations that were taken in and have none yet.</param>
/// <param name="Written">Operations that DynamoDB confirmed.</param>
/// <param name="CapacityUnits">WCU consumed, indexes included.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="ThrottledOperations">Operations that were throttled, each time counted.</param>
internal sealed record LaneProgress(
    string Table, long Settled, long Buffered, long Written, double CapacityUnits, int InFlight, long ThrottledOperations)
{
    /// <summary>Operations that were not written because their condition was false.</summary>
    public long ConditionFailed { get; init; }

    /// <summary>True once nothing more is sent for it.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Since when nothing could be written, as the time since the run began; null unless requests are failing.</summary>
    public TimeSpan? FailingSince { get; init; }

    /// <summary>Why the last request has failed; null unless requests are failing.</summary>
    public OperationError? LastFailure { get; init; }

    // Throttling and single failures, which are the ordinary course of a load, last less.
    private static readonly TimeSpan OutageAfter = TimeSpan.FromSeconds(2);

    /// <summary>How long requests have been failing; null unless that is long enough to be reported, and retried.</summary>
    /// <param name="now">The time since the run began.</param>
    public TimeSpan? Outage(TimeSpan now) =>
        !IsClosed && now - FailingSince is { } duration && duration >= OutageAfter ? duration : null;

    /// <summary>Operations that were taken in.</summary>
    public long Taken => Settled + Buffered;

    /// <summary>Where a table stands that cannot be described yet.</summary>
    /// <param name="failure">How requests for its description fail.</param>
    /// <param name="now">The time since the run began.</param>
    public static LaneProgress Of(DescriptionFailure failure, TimeSpan now) =>
        new(failure.Table, Settled: 0, Buffered: 0, Written: 0, CapacityUnits: 0, InFlight: 1, ThrottledOperations: 0)
        {
            FailingSince = now - failure.Duration,
            LastFailure = failure.Error,
        };

    public static LaneProgress Of(Lane lane) => new(
        lane.RequestTable,
        lane.Tally.Total,
        lane.BufferedCount,
        lane.Tally[OperationOutcome.Written],
        lane.Tally.Capacity.Total,
        lane.InFlight,
        lane.Tally.ThrottledOperations)
    {
        ConditionFailed = lane.Tally[OperationOutcome.ConditionFailed],
        IsClosed = lane.Closed is not null,
        FailingSince = lane.Health.FailingSince,
        LastFailure = lane.Health.LastFailure,
    };
}
