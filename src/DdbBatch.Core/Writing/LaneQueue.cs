using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Writing;

/// <summary>The operations that a lane has to send: parts of refused batches, retries by their due time, new operations in order.</summary>
internal sealed class LaneQueue
{
    private readonly List<BatchRequest> _suspects = [];
    private readonly SortedSet<WriteOperation> _delayed = new(ByDueTime.Instance);
    private readonly Queue<WriteOperation> _retries = new();
    private readonly Queue<WriteOperation> _fresh = new();

    /// <summary>Operations that could be sent now.</summary>
    public int SendableCount => _retries.Count + _fresh.Count;

    /// <summary>The wire bytes of those that could be sent now.</summary>
    public long SendableBytes { get; private set; }

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

    public void AddFresh(WriteOperation operation)
    {
        operation.Stage = OperationStage.Queued;
        _fresh.Enqueue(operation);
        SendableBytes += BatchRequest.WireBytes(operation);
    }

    /// <summary>An operation to be sent not before its <see cref="WriteOperation.DueAt"/>.</summary>
    public void AddDelayed(WriteOperation operation)
    {
        operation.Stage = OperationStage.Delayed;
        _delayed.Add(operation);
    }

    /// <summary>A part of a refused batch, to be sent as it is.</summary>
    public void AddSuspect(BatchRequest suspect)
    {
        foreach (WriteOperation operation in suspect.Operations)
            operation.Stage = OperationStage.Delayed;
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
    /// Takes note that a later operation stands in the place of one that was never sent. The queues go on holding the
    /// earlier one, which leads to the later.
    /// </summary>
    public void Supersede(WriteOperation operation, WriteOperation later)
    {
        later.Stage = operation.Stage;
        later.DueAt = operation.DueAt;
        if (operation.Stage == OperationStage.Queued)
            SendableBytes += BatchRequest.WireBytes(later) - BatchRequest.WireBytes(operation);
    }

    /// <summary>Makes what has become due sendable.</summary>
    public void PromoteDue(TimeSpan now)
    {
        while (_delayed.Min is { } first && first.DueAt <= now)
        {
            _delayed.Remove(first);
            first.Latest.Stage = OperationStage.Queued;
            _retries.Enqueue(first);
            SendableBytes += BatchRequest.WireBytes(first.Latest);
        }
    }

    /// <summary>Since when the oldest sendable operation has waited.</summary>
    public TimeSpan? OldestSendable => (Peek(_retries), Peek(_fresh)) switch
    {
        ({ } retry, { } fresh) => retry.DueAt < fresh.DueAt ? retry.DueAt : fresh.DueAt,
        ({ } retry, null) => retry.DueAt,
        (null, { } fresh) => fresh.DueAt,
        _ => null,
    };

    /// <summary>The operation to be packed next, retries first.</summary>
    public WriteOperation? PeekSendable() => (Peek(_retries) ?? Peek(_fresh))?.Latest;

    /// <summary>Takes what <see cref="PeekSendable"/> showed.</summary>
    public void TakeSendable()
    {
        WriteOperation operation = (_retries.Count > 0 ? _retries : _fresh).Dequeue().Latest;
        SendableBytes -= BatchRequest.WireBytes(operation);
    }

    /// <summary>Empties the queue.</summary>
    public IReadOnlyList<WriteOperation> TakeAll()
    {
        List<WriteOperation> all = [.. _suspects.SelectMany(suspect => suspect.Operations), .. _delayed.Select(operation => operation.Latest)];
        _suspects.Clear();
        _delayed.Clear();
        while (PeekSendable() is { } operation)
        {
            TakeSendable();
            all.Add(operation);
        }

        return all;
    }

    private static WriteOperation? Peek(Queue<WriteOperation> queue) => queue.Count > 0 ? queue.Peek() : null;

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
