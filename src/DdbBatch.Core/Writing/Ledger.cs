using System;
using System.Collections.Generic;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <summary>An operation with its outcome, and its lane.</summary>
internal readonly record struct SettledOperation(Lane Lane, WriteOperation Operation)
{
    /// <summary>Returns the operation as the user gets it if it was not written: the same object each time.</summary>
    /// <param name="runStart">When the run began.</param>
    public UnprocessedItem ToUnprocessedItem(DateTimeOffset runStart) =>
        Operation.Leftover ??= Operation.ToUnprocessedItem(Lane.RequestTable, Lane.Schema, runStart);
}

/// <summary>
/// Counts every operation's outcome once, and keeps the operations to report until the pipeline takes them.
/// </summary>
internal sealed class Ledger
{
    private readonly bool _reportWritten;
    private Queue<SettledOperation> _settled = new();

    public Ledger(bool reportWritten) => _reportWritten = reportWritten;

    /// <summary>Bytes of all operations that are waiting or in flight.</summary>
    public long BufferedBytes { get; set; }

    /// <summary>True if there are messages to take.</summary>
    public bool HasSettled => _settled.Count > 0;

    public void Settle(Lane lane, WriteOperation operation)
    {
        // The counts last: they need no memory, so an operation is never counted without being reported.
        lane.Tally.MakeRoomFor(operation);
        if (_reportWritten || operation.Outcome == OperationOutcome.ConditionFailed || operation.Outcome.IsLeftover())
            _settled.Enqueue(new SettledOperation(lane, operation));
        lane.Tally.Count(operation);
        BufferedBytes -= operation.BufferedBytes;
    }

    /// <summary>Takes the operations that were settled since the last call, in that order.</summary>
    public Queue<SettledOperation> TakeSettled()
    {
        Queue<SettledOperation> settled = _settled;
        _settled = new Queue<SettledOperation>();
        return settled;
    }
}
