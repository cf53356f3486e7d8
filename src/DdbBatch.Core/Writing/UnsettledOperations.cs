namespace DdbBatch.Writing;

/// <summary>
/// A lane's operations that have no outcome yet, in the order in which they were submitted. Whatever happens to the queues
/// and to the requests, an operation can be found here until it was reported. The list allocates nothing, so that it works
/// when memory is short.
/// </summary>
internal sealed class UnsettledOperations
{
    private WriteOperation? _last;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The operation that was submitted first; null if there is none.</summary>
    public WriteOperation? First { get; private set; }

    public void Add(WriteOperation operation)
    {
        operation.PreviousUnsettled = _last;
        if (_last is null)
            First = operation;
        else
            _last.NextUnsettled = operation;
        _last = operation;
        Count++;
    }

    public void Remove(WriteOperation operation)
    {
        if (operation.PreviousUnsettled is { } previous)
            previous.NextUnsettled = operation.NextUnsettled;
        else
            First = operation.NextUnsettled;
        if (operation.NextUnsettled is { } next)
            next.PreviousUnsettled = operation.PreviousUnsettled;
        else
            _last = operation.PreviousUnsettled;
        operation.PreviousUnsettled = operation.NextUnsettled = null;
        Count--;
    }
}
