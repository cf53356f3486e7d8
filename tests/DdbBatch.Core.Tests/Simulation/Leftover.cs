using System;
using DdbBatch.Writing;

namespace DdbBatch.Simulation;

/// <summary>A row of a run's input: new, or left over by the run before, with what has to be known of it.</summary>
internal sealed record Leftover(SimulatedOperation Operation)
{
    /// <summary>When its last attempt without a trustworthy answer ended, by the clock on the wall.</summary>
    public TimeSpan? AmbiguousSince { get; init; }

    public OperationOutcome Outcome { get; init; }

    /// <summary>What a run leaves over of an operation.</summary>
    public static Leftover Of(WriteOperation operation, TimeSpan start) => new(SimulatedDynamoDb.Operation(operation))
    {
        Outcome = operation.Outcome,
        AmbiguousSince = operation.AmbiguousAt + start,
    };

    public WriteOperation ToWriteOperation(long position, TimeSpan start) =>
        new(position, Operation.Kind, SimulatedItems.Encode(Operation), Operation) { AmbiguousAt = AmbiguousSince - start };
}
