namespace DdbBatch.Storage;

/// <summary>Keeps the operations that a run has given up (-FailedPath).</summary>
internal interface IFailedRows
{
    /// <summary>True after the disk became full or unavailable, so that nothing more can be kept.</summary>
    bool HasFailed { get; }

    /// <summary>Keeps an operation. After the next <see cref="TryFlush"/>, it survives a crash of the machine.</summary>
    void Add(UnprocessedItem item);

    /// <summary>
    /// True, once for each row, if the row is before the checkpoint and an earlier run did not write it: later operations on
    /// its key have to wait for it.
    /// </summary>
    bool TakeLeft(long row);

    /// <summary>
    /// Removes the operations that the earlier run kept of rows after its checkpoint, because these rows are read again.
    /// </summary>
    void RemoveUnsettled();

    /// <summary>Flushes the kept operations to the disk.</summary>
    /// <returns>False if that fails.</returns>
    bool TryFlush();
}
