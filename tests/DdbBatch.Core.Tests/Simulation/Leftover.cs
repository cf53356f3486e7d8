using System;
using DdbBatch.Items;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>A row of a run's input: new, or left over by the run before, with what has to be known of it.</summary>
internal sealed record Leftover(SimulatedOperation Operation, EncodedItem Item)
{
    /// <summary>When no earlier attempt on its key can take effect any more, by the clock on the wall.</summary>
    public TimeSpan? SettlesAt { get; init; }

    public OperationOutcome Outcome { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>The zero point of the simulated clock.</summary>
    public static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    /// <summary>The content of a line of the failed file.</summary>
    public static Leftover Of(UnprocessedItem line)
    {
        SimulatedOperation operation = (SimulatedOperation)line.InputObject!;
        return new(operation, SimulatedItems.Encode(operation))
        {
            Outcome = line.Outcome,
            ErrorCode = line.ErrorCode,
            SettlesAt = line.SettlesAt - Epoch,
        };
    }

    /// <summary>The leftover of an operation.</summary>
    public static Leftover Of(WriteOperation operation, TimeSpan start) => new(SimulatedDynamoDb.Operation(operation), operation.Item)
    {
        Outcome = operation.Outcome,
        ErrorCode = operation.LastError?.Code,
        SettlesAt = operation.SettlesAt + start,
    };

    public WriteOperation ToWriteOperation(long position, TimeSpan start) =>
        new(position, Operation.Kind, Item, Operation, SimulatedItems.Change(Operation))
        {
            MayBeWritten = Outcome == OperationOutcome.Unknown,
            SettlesAt = SettlesAt - start,
        };
}
