using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Copying;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Running;
using DdbBatch.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Transferring;

/// <summary>The outcomes of a copy or a clearing: they are recorded in the journal, and what was not written is kept and reported.</summary>
/// <param name="cmdlet">Gets the errors.</param>
/// <param name="options">The options that its parameters set.</param>
/// <param name="pump">Drives the writing.</param>
internal sealed class TransferOutcomes(ModuleCommand cmdlet, TransferOptions options, WritePump pump)
{
    private readonly InvalidRows _invalid = new(cmdlet, options.Leftovers.AreKept, maxInvalid: null);

    /// <summary>The journal of a copy; null for a run that cannot be continued, and before it has begun.</summary>
    public CopyJournal? Journal { get; set; }

    /// <summary>Records the operations that have their outcome since the last call, and keeps those that were not written.</summary>
    /// <returns>These operations, for <see cref="Report"/>.</returns>
    public Queue<SettledOperation> Settle()
    {
        Queue<SettledOperation> settled = pump.TakeSettled();
        OperationError? end = pump.Fatal;
        foreach (SettledOperation one in settled)
        {
            UnprocessedItem? item = one.Operation.Outcome.IsLeftover() ? one.ToUnprocessedItem(pump.StartedAt) : null;
            if (item is not null && Journal is null)
                options.Leftovers.Add(item);
            else if (item is not null)
                options.Leftovers.List(item);
            Journal?.Settle(one.Operation, end, item);
        }

        return settled;
    }

    /// <summary>Writes the errors of operations.</summary>
    public void Report(Queue<SettledOperation> settled)
    {
        foreach (SettledOperation one in settled.Where(one => one.Operation.Outcome.IsLeftover()))
        {
            if (one.Operation.Outcome == OperationOutcome.Invalid)
                _invalid.Report(one.Lane.RequestTable, Errors.Refused(one.ToUnprocessedItem(pump.StartedAt)));
            else
                cmdlet.WriteError(Errors.GivenUp(one.ToUnprocessedItem(pump.StartedAt)));
        }
    }

    /// <summary>Warns, once, of the items that were not reported one by one.</summary>
    public void Summarize(Action<string> warn) => _invalid.Summarize(warn);

    /// <summary>Closes the journal, however the run ended.</summary>
    public void EndJournal()
    {
        try
        {
            Journal?.Close();
        }
        catch (CheckpointException)
        {
            // The run has ended, so nobody can receive the error. The previous mark stays, which is still true.
        }
    }
}
