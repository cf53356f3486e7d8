using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Writing;

/// <summary>
/// The operations that a lane has to send: parts of refused batches, retries by their due time, new operations in order, and
/// those that wait for the checkpoint.
/// </summary>
internal sealed class LaneQueue
{
    private readonly List<BatchRequest> _suspects = [];
    private readonly SortedSet<WriteOperation> _delayed = new(ByDueTime.Instance);
    private readonly List<(WriteOperation Operation, long Row)> _unmarked = [];
    private readonly SendableQueue[] _sendable = [.. RequestForm.All.Select(_ => new SendableQueue())];

    /// <summary>Operations that could be sent now.</summary>
    public int SendableCount => _sendable.Sum(queue => queue.Count);

    /// <summary>When the next delayed operation or suspect batch is due; null without one.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            TimeSpan? due = _delayed.Min?.DueAt;
            foreach (BatchRequest suspect in _suspects)
                due = due < suspect.DueAt ? due : suspect.DueAt;
            return due;
        }
    }

    /// <summary>The operations of one form that could be sent now.</summary>
    public SendableQueue Sendable(RequestForm form) => _sendable[form.Index];

    /// <summary>A new operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="now">Since when it waits.</param>
    public void AddFresh(WriteOperation operation, TimeSpan now)
    {
        operation.Queue(now);
        Sendable(operation.Form).AddFresh(operation);
    }

    /// <summary>An operation to be sent not before a time.</summary>
    public void AddDelayed(WriteOperation operation, TimeSpan dueAt)
    {
        operation.Delay(dueAt);
        _delayed.Add(operation);
    }

    /// <summary>An operation to be sent once the checkpoint has a row.</summary>
    public void AddUnmarked(WriteOperation operation, long row, TimeSpan now)
    {
        operation.Wait(now);
        _unmarked.Add((operation, row));
    }

    /// <summary>True if an operation waits for a checkpoint that has all rows up to one.</summary>
    public bool AwaitsMark(long row) => _unmarked.Count > 0 && _unmarked.Min(waiting => waiting.Row) <= row;

    /// <summary>Takes the operations that have waited for a checkpoint with all rows up to one.</summary>
    public IReadOnlyList<WriteOperation> TakeMarked(long row)
    {
        WriteOperation[] marked = [.. _unmarked.Where(waiting => waiting.Row <= row).Select(waiting => waiting.Operation.Latest)];
        _unmarked.RemoveAll(waiting => waiting.Row <= row);
        return marked;
    }

    /// <summary>A part of a refused batch, to be sent as it is.</summary>
    public void AddSuspect(BatchRequest suspect)
    {
        foreach (WriteOperation operation in suspect.Operations)
            operation.Delay(suspect.DueAt);
        _suspects.Add(suspect);
    }

    /// <summary>Takes a suspect batch that is due; null without one.</summary>
    public BatchRequest? TakeSuspect(TimeSpan now)
    {
        int index = _suspects.FindIndex(suspect => suspect.DueAt <= now);
        if (index < 0)
            return null;
        BatchRequest due = _suspects[index];
        _suspects.RemoveAt(index);
        return due;
    }

    /// <summary>True while a suspect batch is due.</summary>
    public bool HasSuspectDue(TimeSpan now) => _suspects.Exists(suspect => suspect.DueAt <= now);

    /// <summary>
    /// Records that a later operation of the same form replaces one that was never sent. The queues keep the earlier one,
    /// which leads to the later.
    /// </summary>
    public void Supersede(WriteOperation operation, WriteOperation later)
    {
        later.TakePlaceOf(operation);
        if (operation.Stage == OperationStage.Queued)
            Sendable(later.Form).Resize(later.Form.WireBytes(later) - operation.Form.WireBytes(operation));
    }

    /// <summary>Makes operations sendable that have become due.</summary>
    public void PromoteDue(TimeSpan now)
    {
        while (_delayed.Min is { } first && first.DueAt <= now)
        {
            _delayed.Remove(first);
            first.Latest.Queue();
            Sendable(first.Latest.Form).AddRetry(first);
        }
    }

    /// <summary>Empties the queue.</summary>
    public IReadOnlyList<WriteOperation> TakeAll()
    {
        List<WriteOperation> all =
        [
            .. _suspects.SelectMany(suspect => suspect.Operations),
            .. _delayed.Select(operation => operation.Latest),
            .. TakeMarked(long.MaxValue),
        ];
        _suspects.Clear();
        _delayed.Clear();
        foreach (SendableQueue queue in _sendable)
        {
            while (queue.Count > 0)
                all.Add(queue.Take());
        }

        return all;
    }

    private sealed class ByDueTime : IComparer<WriteOperation>
    {
        public static readonly ByDueTime Instance = new();

        public int Compare(WriteOperation? left, WriteOperation? right)
        {
            int byTime = left!.DueAt.CompareTo(right!.DueAt);
            return byTime != 0 ? byTime : left.Position.CompareTo(right.Position);
        }
    }
}
