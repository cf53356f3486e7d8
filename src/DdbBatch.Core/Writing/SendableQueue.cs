using System.Collections.Generic;

namespace DdbBatch.Writing;

/// <summary>The operations of one form that could be sent now: retries that are due first, then new ones in order.</summary>
internal sealed class SendableQueue
{
    private readonly Queue<WriteOperation> _retries = new();
    private readonly Queue<WriteOperation> _fresh = new();

    /// <summary>How many there are.</summary>
    public int Count => _retries.Count + _fresh.Count;

    /// <summary>Their bytes on the wire.</summary>
    public long Bytes { get; private set; }

    /// <summary>The one that has waited longest; null without any.</summary>
    public WriteOperation? Oldest => (Peek(_retries), Peek(_fresh)) switch
    {
        ({ } retry, { } fresh) => retry.DueAt < fresh.DueAt ? retry : fresh,
        var (retry, fresh) => retry ?? fresh,
    };

    /// <summary>The one to be packed next; null without any.</summary>
    public WriteOperation? Next => (Peek(_retries) ?? Peek(_fresh))?.Latest;

    public void AddFresh(WriteOperation operation) => Add(_fresh, operation);

    public void AddRetry(WriteOperation operation) => Add(_retries, operation);

    /// <summary>Takes <see cref="Next"/>.</summary>
    public WriteOperation Take()
    {
        WriteOperation operation = (_retries.Count > 0 ? _retries : _fresh).Dequeue().Latest;
        Bytes -= operation.Form.WireBytes(operation);
        return operation;
    }

    /// <summary>Records that the size of an operation has changed.</summary>
    public void Resize(long bytes) => Bytes += bytes;

    private static WriteOperation? Peek(Queue<WriteOperation> queue) => queue.Count > 0 ? queue.Peek() : null;

    private void Add(Queue<WriteOperation> queue, WriteOperation operation)
    {
        queue.Enqueue(operation);
        Bytes += operation.Latest.Form.WireBytes(operation.Latest);
    }
}
