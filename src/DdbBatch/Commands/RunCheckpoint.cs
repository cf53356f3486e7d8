using System;
using DdbBatch.Checkpoints;
using DdbBatch.Replaying;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>
/// Skips the rows that an earlier run settled, and notes which ones this run settles (-CheckpointPath). Without the
/// parameter it does nothing.
/// </summary>
/// <param name="files">
/// The run's files. Where none of them keeps what wasn't written, the mark stops before such a row.
/// </param>
/// <param name="checkpoint">The checkpoint; null without the parameter.</param>
internal sealed class RunCheckpoint(RunFiles files, Checkpoint? checkpoint)
{
    // What a killed run had in flight may be carried out for so long (as WriteOptions.SettleTime has it).
    private static readonly TimeSpan SettleTime = new WriteOptions().SettleTime;

    private bool _isClosed;
    private bool _isBehindMark;

    /// <summary>True while a row has to wait until those before it are settled.</summary>
    public bool IsFull => checkpoint is { IsFull: true };

    /// <summary>Takes the next row as an operation, and prepares it for being sent a second time perhaps.</summary>
    /// <returns>True where it is to be skipped.</returns>
    public bool Skips(RunTable table, WriteOperation operation) =>
        checkpoint is not null && Skips(checkpoint, table, operation);

    /// <summary>Takes the next row, which is refused.</summary>
    /// <returns>True where it is to be skipped.</returns>
    public bool SkipsRefused(string reason, object input) =>
        checkpoint is not null && Takes(() => checkpoint.TakeRefused(reason, RawJson.Of(input)));

    /// <summary>Takes the next row, which this run doesn't even try to write.</summary>
    public void Pass(long position)
    {
        if (checkpoint is not null && !Takes(checkpoint.TakePassed))
            checkpoint.Block(position);
    }

    /// <summary>Says what became of a row.</summary>
    public void Settle(long position, bool isWritten)
    {
        if (isWritten || files.Log is { Failure: null })
            checkpoint?.Settle(position);
        else
            checkpoint?.Block(position);
    }

    /// <summary>Writes the mark, if it is time.</summary>
    public void WriteIfDue(TimeSpan now)
    {
        if (checkpoint is not null)
            Try(() => Do(() => checkpoint.WriteIfDue(now, Flush)));
    }

    /// <summary>Writes the mark at the end of the input.</summary>
    public void Complete()
    {
        _isClosed = true;
        if (checkpoint is not null)
            Try(() => Do(() => checkpoint.Close(Flush, isWholeInput: true)));
    }

    /// <summary>Writes the mark of a run that has ended early; it can't be told any more where that fails.</summary>
    public void End()
    {
        if (_isClosed || checkpoint is null)
            return;
        _isClosed = true;
        try
        {
            checkpoint.Close(Flush, isWholeInput: false);
        }
        catch (CheckpointException)
        {
            // The mark that is there is older, and as right.
        }
    }

    private bool Skips(Checkpoint taker, RunTable table, WriteOperation operation)
    {
        if (Takes(() => taker.Take(table.Identity, operation.Kind, operation.Item.Json)))
        {
            operation.IsLeft = files.Log is not null && files.Log.TakeLeft(operation.Position);
            return true;
        }

        if (taker.MayHaveBeenSent)
        {
            operation.MayBeWritten = true;
            operation.ResentSettlesAt = SettleTime;
        }

        return false;
    }

    private static bool Do(Action action)
    {
        action();
        return true;
    }

    private bool Flush() => files.Log is null || files.Log.TryFlush();

    // The first row behind the mark shows that this is the load's input: only now anything changes.
    private bool Takes(Func<bool> take)
    {
        if (Try(take))
            return true;
        if (!_isBehindMark)
            files.RemoveUnsettled();
        _isBehindMark = true;
        return false;
    }

    private bool Try(Func<bool> use)
    {
        try
        {
            return files.Use(use);
        }
        catch
        {
            // What the file says is right: it stays.
            _isClosed = true;
            throw;
        }
    }
}
