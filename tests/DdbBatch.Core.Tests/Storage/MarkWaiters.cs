using DdbBatch.Writing;

namespace DdbBatch.Tests.Storage;

/// <summary>Operations that wait for the checkpoint, as a test says.</summary>
internal sealed class MarkWaiters : IMarkWaiters
{
    /// <summary>The row that an operation waits for; null for none.</summary>
    public long? Awaited { get; set; }

    /// <summary>The row up to which the checkpoint has everything, as the journal has said.</summary>
    public long Marked { get; private set; }

    public bool AwaitsMark(long row) => Awaited <= row;

    public void Mark(long row) => Marked = row;
}
