using System.Collections.Generic;

namespace DdbBatch.Writing;

/// <content>Its places among the other operations of its lane and of its key.</content>
internal sealed partial class WriteOperation
{
    private MergedUpdate? _union;

    /// <summary>The next operation on the same key, waiting for this one.</summary>
    public WriteOperation? NextOnKey { get; set; }

    /// <summary>Its neighbours in <see cref="UnsettledOperations"/>.</summary>
    public WriteOperation? PreviousUnsettled { get; set; }

    /// <inheritdoc cref="PreviousUnsettled"/>
    public WriteOperation? NextUnsettled { get; set; }

    /// <summary>An earlier operation on the key that this one supersedes (-DuplicateKey KeepLast).</summary>
    public WriteOperation? Superseded { get; set; }

    /// <summary>The later operation that has replaced it in the queues and on its key.</summary>
    public WriteOperation? SupersededBy { get; set; }

    /// <summary>The operation that now takes its place; usually itself.</summary>
    public WriteOperation Latest
    {
        get
        {
            WriteOperation latest = this;
            while (latest.SupersededBy is { } later)
                latest = later;
            return latest;
        }
    }

    /// <summary>True as long as a later operation on its key may replace it, because it was never sent.</summary>
    public bool CanBeSuperseded => Attempts == 0 && !MayBeWritten
        && Stage is OperationStage.Blocked or OperationStage.Delayed or OperationStage.Queued;

    /// <summary>True if it also does what an earlier update of its key was to do.</summary>
    public bool IsMerged => _union is not null;

    /// <summary>Has it do what an earlier update was to do, too.</summary>
    public void Merge(MergedUpdate union) => _union = union;

    /// <summary>Has it do only what its own row says.</summary>
    public void Separate() => _union = null;

    /// <summary>The earlier operations that were dropped in its favor, the earliest first.</summary>
    public IReadOnlyCollection<WriteOperation> Dropped()
    {
        if (Superseded is null)
            return [];
        Stack<WriteOperation> dropped = new();
        for (WriteOperation? earlier = Superseded; earlier is not null; earlier = earlier.Superseded)
            dropped.Push(earlier);
        return dropped;
    }
}
