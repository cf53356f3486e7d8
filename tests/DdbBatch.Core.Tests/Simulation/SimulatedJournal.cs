using System;
using System.Collections.Generic;
using DdbBatch.Model;
using DdbBatch.Storage;
using DdbBatch.Tests.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>The files of a simulated run of a load, used as the cmdlets use them.</summary>
internal sealed class SimulatedJournal
{
    private readonly SimulatedDisk _disk;
    private readonly RunJournal _journal;
    private readonly Dice _dice;
    private readonly DateTimeOffset _start;
    private readonly long _marked;
    private readonly Queue<SettledOperation> _unreported = new();

    /// <param name="disk">The load's files.</param>
    /// <param name="span">The most rows that may be sent beyond the checkpoint.</param>
    /// <param name="plan">The run.</param>
    /// <param name="start">When the run begins, by the clock on the wall.</param>
    /// <param name="waiters">The operations that wait for the checkpoint.</param>
    public SimulatedJournal(SimulatedDisk disk, int span, RunPlan plan, TimeSpan start, IMarkWaiters waiters)
    {
        _disk = disk;
        _dice = new Dice(plan.Seed, 77);
        _start = Leftover.Epoch + start;
        disk.UsesLeft = plan.KillAtUse;
        SimulatedDisk.Session session = disk.Open();
        _marked = session.Former.Row;
        _journal = new RunJournal(
            new Checkpoint(session, optionsHash: 1, "", span),
            new Leftovers(areListed: false, session, hasCheckpoint: true),
            new RowCounts(),
            waiters,
            plan.Options.SettleTime);
    }

    /// <summary>True while no row may be taken.</summary>
    public bool IsFull => _journal.IsFull;

    /// <summary>Takes a row.</summary>
    /// <returns>True if it is skipped.</returns>
    public bool Skips(Lane lane, WriteOperation operation)
    {
        bool isSkipped = _journal.Take(new RunTable(lane.RequestTable, lane.RequestTable, lane, description: null), operation);
        PromiseBrokenException.Unless(
            isSkipped == operation.Position <= _marked, $"row {operation.Position} is skipped or not, and the checkpoint was at {_marked}");
        PromiseBrokenException.Unless(
            isSkipped || operation.Position <= _disk.Mark.SendLimit, $"row {operation.Position} goes beyond {_disk.Mark.SendLimit}");
        return isSkipped;
    }

    /// <summary>Records an operation that has its outcome; it is reported later.</summary>
    public void Settled(SettledOperation settled) => _unreported.Enqueue(settled);

    /// <summary>Keeps what has its outcome, and writes the checkpoint.</summary>
    public void Report(TimeSpan now, OperationError? end, bool isAwaited)
    {
        // The pipeline comes to it now and then.
        if (!isAwaited && _dice.Chance(0.7))
            return;
        while (_unreported.TryDequeue(out SettledOperation settled))
        {
            WriteOperation operation = settled.Operation;
            bool isLeft = operation.Outcome.IsLeftover();
            _journal.Settle(operation, end, isLeft ? operation.ToUnprocessedItem(settled.Lane.RequestTable, schema: null, _start) : null);
        }

        _journal.WriteIfDue(now);
    }

    /// <summary>Ends the run.</summary>
    public void Finish(bool isWholeInput)
    {
        if (isWholeInput)
            _journal.Complete();
        else
            _journal.End();
    }
}
