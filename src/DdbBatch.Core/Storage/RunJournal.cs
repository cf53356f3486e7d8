using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Storage;

/// <summary>
/// The only class in which a row of the input starts and ends: it is skipped or taken, and later written, kept in the failed
/// file, or left to the next run of the same load. Resuming a load depends on the order of these steps.
/// </summary>
/// <param name="checkpoint">The load's progress (-CheckpointPath); null if there is none.</param>
/// <param name="failed">Keeps the operations that were given up (-FailedPath); null if there is none.</param>
/// <param name="settleTime">The time for which a request of an interrupted run may still take effect.</param>
internal sealed class RunJournal(Checkpoint? checkpoint, IFailedRows? failed, TimeSpan settleTime)
{
    private bool _isWholeInput = true;
    private readonly SortedDictionary<TimeSpan, List<long>> _settling = [];
    private long _firstInterrupted = long.MaxValue;

    /// <summary>
    /// True while no row may be taken, because the checkpoint could not show the next run that the row may have been sent.
    /// </summary>
    public bool IsFull => checkpoint is { IsFull: true };

    /// <summary>True after a row was taken that no earlier run has settled.</summary>
    public bool HasNewRows { get; private set; }

    /// <summary>Takes the next row as an operation, and prepares it in case it was sent before.</summary>
    /// <param name="table">The table's identity.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>True if an earlier run has settled the row, so that it is skipped.</returns>
    /// <exception cref="CheckpointException">The input is not that of the earlier run.</exception>
    public bool Take(string table, WriteOperation operation)
    {
        if (checkpoint is null)
            return false;
        if (Skips(checkpoint.Take(table, operation.Kind, operation.Item.Json, operation.Change)))
        {
            operation.IsLeft = failed is not null && failed.TakeLeft(operation.Position);
            return true;
        }

        if (checkpoint.MayHaveBeenSent)
            operation.ResentSettlesAt = settleTime;
        return false;
    }

    /// <summary>Takes the next row, which is refused before it becomes an operation.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="readInput">Returns the input object as JSON.</param>
    /// <returns>True if an earlier run has settled the row, so that it is skipped.</returns>
    /// <exception cref="CheckpointException">The input is not that of the earlier run.</exception>
    public bool TakeRefused(string reason, Func<byte[]> readInput) =>
        checkpoint is not null && Skips(checkpoint.TakeRefused(reason, readInput()));

    /// <summary>Takes the next row, which this run does not try to write: the next run of the load reads it again.</summary>
    /// <exception cref="CheckpointException">The input is not that of the earlier run.</exception>
    public void Pass(long position)
    {
        if (checkpoint is not null && !Skips(checkpoint.TakePassed()))
            checkpoint.Block(position);
    }

    /// <summary>
    /// Records that a part of the input before the next row could not be read. The next run of the load reads it again.
    /// </summary>
    public void Miss(long position)
    {
        _isWholeInput = false;
        checkpoint?.Block(position);
    }

    /// <summary>Records that a row was refused before it became an operation.</summary>
    public void Refuse(UnprocessedItem item)
    {
        if (TryKeep(item))
            checkpoint?.Settle(item.Position);
        else
            checkpoint?.Block(item.Position);
    }

    /// <summary>Records the outcome of an operation.</summary>
    /// <param name="operation">The operation, with its outcome.</param>
    /// <param name="end">The reason why the run has ended early; null while it continues.</param>
    /// <param name="item">The operation for the user; null if it was written or is not needed.</param>
    public void Settle(WriteOperation operation, OperationError? end, UnprocessedItem? item)
    {
        if (checkpoint is not null && IsInterrupted(operation, end))
            checkpoint.Block(operation.Position);
        else if (operation.Outcome.IsLeftover() && !TryKeep(item))
            checkpoint?.Block(operation.Position);
        else if (checkpoint is not null)
            Settle(checkpoint, operation);
    }

    /// <summary>Writes the checkpoint, if it is time or the run waits for it.</summary>
    /// <param name="now">The time since the start of the run.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public void WriteIfDue(TimeSpan now)
    {
        if (checkpoint is null)
            return;
        SettleUntil(checkpoint, now);
        checkpoint.WriteIfDue(now, Flush);
    }

    /// <summary>Writes the checkpoint at the end of the input.</summary>
    /// <exception cref="CheckpointException">The input is not that of the earlier run, or the file cannot be
    /// written.</exception>
    public void Complete()
    {
        if (checkpoint is null)
            return;
        // If no row is read again, no operation can be sent too early.
        if (_isWholeInput && !checkpoint.IsBlocked)
            SettleUntil(checkpoint, TimeSpan.MaxValue);
        checkpoint.Close(Flush, _isWholeInput);
    }

    /// <summary>
    /// Writes the checkpoint of a run that has ended early. If that fails, the previous one stays, which is still true.
    /// </summary>
    public void End()
    {
        try
        {
            checkpoint?.Close(Flush, isWholeInput: false);
        }
        catch (CheckpointException)
        {
            // The run has ended, so nobody can receive the error.
        }
    }

    // A row that was not written only because the run ended was not given up: the next run of the load writes it, and then
    // the rows that wait for it.
    private bool IsInterrupted(WriteOperation operation, OperationError? end)
    {
        bool isInterrupted = end is not null && operation.Outcome != OperationOutcome.Invalid
            && (operation.LastError == end
                || (operation.LastError == OperationError.BehindUnprocessed && operation.Position > _firstInterrupted));
        if (isInterrupted)
            _firstInterrupted = Math.Min(_firstInterrupted, operation.Position);
        return isInterrupted;
    }

    // While an attempt on a row may still take effect, a resumed run has to send the row again, so that the next one on its
    // key waits. A row that was given up has closed its key.
    private void Settle(Checkpoint taker, WriteOperation operation)
    {
        bool isLeft = operation.Outcome is OperationOutcome.Unprocessed or OperationOutcome.Unknown;
        if (isLeft || operation.SettlesAt is not { } settlesAt)
        {
            taker.Settle(operation.Position);
            return;
        }

        if (!_settling.TryGetValue(settlesAt, out List<long>? rows))
            _settling.Add(settlesAt, rows = []);
        rows.Add(operation.Position);
    }

    private void SettleUntil(Checkpoint taker, TimeSpan now)
    {
        while (_settling.Count > 0 && _settling.First() is { } first && first.Key <= now)
        {
            _settling.Remove(first.Key);
            first.Value.ForEach(taker.Settle);
        }
    }

    // False if no file keeps the operation.
    private bool TryKeep(UnprocessedItem? item)
    {
        if (item is not null)
            failed?.Add(item);
        return failed is { HasFailed: false };
    }

    private bool Flush() => failed is null || failed.TryFlush();

    // The first row after the checkpoint proves that this is the load's input. Before that, nothing is changed.
    private bool Skips(bool isSettled)
    {
        if (!isSettled && !HasNewRows)
        {
            HasNewRows = true;
            failed?.RemoveUnsettled();
        }

        return isSettled;
    }
}
