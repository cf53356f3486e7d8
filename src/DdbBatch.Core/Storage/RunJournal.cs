using System;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Storage;

/// <summary>
/// The only type in which a row of the input starts and ends: it is skipped or taken, and later written, kept in the failed
/// file, or left to the next run of the same load. Resuming a load depends on the order of these steps.
/// </summary>
/// <param name="checkpoint">The load's progress (-CheckpointPath); null if there is none.</param>
/// <param name="leftovers">Takes the rows that are not written.</param>
/// <param name="counts">Counts the rows that never become operations.</param>
/// <param name="waiters">The operations that wait for the checkpoint.</param>
/// <param name="settleTime">The time for which a request of an interrupted run may still take effect.</param>
internal sealed class RunJournal(
    Checkpoint? checkpoint, Leftovers leftovers, IRowCounts counts, IMarkWaiters waiters, TimeSpan settleTime)
{
    private bool _isWholeInput = true;
    private bool _hasNewRows;
    private readonly HeldRows _held = new();
    private long _firstInterrupted = long.MaxValue;
    private long _markedRow;

    /// <summary>
    /// True while no row may be taken, because the checkpoint could not show the next run that the row may have been sent.
    /// </summary>
    public bool IsFull => checkpoint is { IsFull: true };

    /// <summary>The place of the last row that was taken, in whatever way. A later one is not accounted for.</summary>
    public long AccountedPosition { get; private set; }

    /// <summary>Takes the next row as an operation, and prepares it in case it was sent before.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>True if an earlier run has settled the row, so that it is skipped.</returns>
    /// <exception cref="CheckpointException">The input is not that of the earlier run.</exception>
    /// <exception cref="FailedFileException">The failed file can't be prepared for the rows of this run.</exception>
    public bool Take(RunTable table, WriteOperation operation)
    {
        bool isSkipped = checkpoint is not null && Skips(checkpoint.Take(table.Identity, table.TableId, operation.Kind, operation.Item.Json, operation.Change));
        AccountedPosition = operation.Position;
        if (isSkipped)
        {
            operation.IsLeft = Failed is not null && Failed.TakeLeft(operation.Position);
            counts.CountSkipped(table, operation);
        }
        else if (checkpoint is { MayHaveBeenSent: true })
        {
            operation.ResentSettlesAt = settleTime;
        }

        return isSkipped;
    }

    /// <summary>Takes the next row, which is refused before it becomes an operation.</summary>
    /// <param name="table">Its table; null if unknown.</param>
    /// <param name="position">Its place in the input.</param>
    /// <param name="reason">Why.</param>
    /// <param name="readInput">Returns the input as JSON.</param>
    /// <inheritdoc cref="Take"/>
    public bool TakeRefused(RunTable? table, long position, string reason, Func<byte[]> readInput)
    {
        bool isSkipped = checkpoint is not null && Skips(checkpoint.TakeRefused(reason, readInput()));
        AccountedPosition = position;
        if (isSkipped)
            counts.CountSkipped(table, operation: null);
        return isSkipped;
    }

    /// <summary>Takes the next row, whose table can't be written to. It ends with that; the next run of the load reads it again.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="position">Its place in the input.</param>
    /// <param name="create">Returns the row as the user gets it; called only if the user asks for it.</param>
    /// <inheritdoc cref="Take"/>
    public void Leave(RunTable table, long position, Func<UnprocessedItem> create)
    {
        Pass(table, position);
        if (leftovers.AreKept)
            leftovers.Add(create());
    }

    /// <summary>
    /// Takes the next row, whose table the user declined to write to. It ends with that, as a row that the run did not reach.
    /// </summary>
    /// <inheritdoc cref="Leave"/>
    public void Decline(RunTable table, long position, Func<UnprocessedItem> create)
    {
        Pass(table, position);
        if (leftovers.AreKept)
            leftovers.AddUnreached(create());
    }

    /// <summary>
    /// Records that a part of the input before the next row could not be read. The next run of the load reads it again.
    /// </summary>
    public void Miss(long position)
    {
        _isWholeInput = false;
        checkpoint?.Block(position);
    }

    /// <summary>Ends a row that was refused before it became an operation.</summary>
    /// <param name="table">Its table; null if unknown.</param>
    /// <param name="item">The row as the user gets it.</param>
    public void Refuse(RunTable? table, UnprocessedItem item)
    {
        counts.CountInvalid(table);
        if (TryKeep(item))
            checkpoint?.Settle(item.Position);
        else
            checkpoint?.Block(item.Position);
    }

    /// <summary>Ends the row of an operation.</summary>
    /// <param name="operation">The operation, which has its outcome.</param>
    /// <param name="end">Why the run has ended early; null while it goes on.</param>
    /// <param name="item">The operation as the user gets it; null if it was written, or if the user does not ask for it.</param>
    public void Settle(WriteOperation operation, OperationError? end, UnprocessedItem? item)
    {
        if (checkpoint is not null && IsInterrupted(operation, end))
            Interrupt(checkpoint, operation, item);
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
        _held.Release(now, checkpoint.Settle);
        checkpoint.WriteIfDue(now, Flush, waiters.AwaitsMark);
        if (checkpoint.MarkedRow > _markedRow)
            waiters.Mark(_markedRow = checkpoint.MarkedRow);
    }

    /// <summary>Writes the checkpoint at the end of the input.</summary>
    /// <exception cref="CheckpointException">The input is not that of the earlier run, or the file cannot be written.</exception>
    public void Complete()
    {
        if (checkpoint is null)
            return;
        // If no row is read again, no operation can be sent too early.
        if (_isWholeInput && !checkpoint.IsBlocked)
            _held.Release(TimeSpan.MaxValue, checkpoint.Settle);
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

        _held.Add(operation.Position, settlesAt);
    }

    private IFailedRows? Failed => leftovers.File;

    // The next run of the load writes it, so no file keeps it.
    private void Interrupt(Checkpoint taker, WriteOperation operation, UnprocessedItem? item)
    {
        if (item is not null)
            leftovers.List(item);
        taker.Block(operation.Position);
    }

    private void Pass(RunTable table, long position)
    {
        if (checkpoint is not null && !Skips(checkpoint.TakePassed()))
            checkpoint.Block(position);
        AccountedPosition = position;
        counts.CountUnprocessed(table);
    }

    // False if no file keeps it.
    private bool TryKeep(UnprocessedItem? item)
    {
        if (item is not null)
            leftovers.Add(item);
        return Failed is { HasFailed: false };
    }

    private bool Flush() => Failed is null || Failed.TryFlush();

    // The first row after the checkpoint proves that this is the load's input. Before that, nothing is changed.
    private bool Skips(bool isSettled)
    {
        if (!isSettled && !_hasNewRows)
        {
            _hasNewRows = true;
            Failed?.RemoveUnsettled();
            if (Failed is { HasFailed: true })
                throw new FailedFileException();
        }

        return isSettled;
    }
}
