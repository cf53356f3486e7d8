namespace DdbBatch.Writing;

/// <summary>Operations that are sent only after the checkpoint has an earlier row of their key: <see cref="UnmarkedKeys"/>.</summary>
internal interface IMarkWaiters
{
    /// <summary>True if an operation waits for a checkpoint that has all rows up to one.</summary>
    bool AwaitsMark(long row);

    /// <summary>Sends what has waited for it: the checkpoint on the disk has all rows up to one.</summary>
    void Mark(long row);
}
