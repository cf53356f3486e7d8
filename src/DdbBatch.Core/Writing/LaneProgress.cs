using System;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>The progress of a table's operations at a moment.</summary>
/// <param name="Table">The table, by the name or ARN that was given.</param>
/// <param name="Settled">The number of operations that have their outcome.</param>
/// <param name="Buffered">Operations that were taken in and have none yet.</param>
/// <param name="Written">Operations that DynamoDB confirmed.</param>
/// <param name="CapacityUnits">WCU consumed, indexes included.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="ThrottledOperations">Operations that were throttled, each time counted.</param>
internal sealed record LaneProgress(
    string Table, long Settled, long Buffered, long Written, double CapacityUnits, int InFlight, long ThrottledOperations)
    : TableHealth(Table)
{
    /// <summary>Operations that were not written because their condition was false.</summary>
    public long ConditionFailed { get; init; }

    /// <summary>Operations that were taken in.</summary>
    public long Taken => Settled + Buffered;

    /// <summary>The progress of a table that cannot be described yet.</summary>
    /// <param name="failure">The failure of the requests for its description.</param>
    /// <param name="now">The time since the start of the run.</param>
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
