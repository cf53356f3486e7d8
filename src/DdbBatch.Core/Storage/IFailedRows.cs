namespace DdbBatch.Storage;

/// <summary>Where a run keeps the operations that it has given up (-FailedPath).</summary>
internal interface IFailedRows
{
    /// <summary>True once it can't keep anything any more, because the disk is full or gone.</summary>
    bool HasFailed { get; }

    /// <summary>Keeps an operation. It survives a crash of the machine after the next <see cref="TryFlush"/>.</summary>
    void Add(UnprocessedItem item);

    /// <summary>
    /// True, once for each row, for a row up to the checkpoint that an earlier run left unwritten: later ones on its key have
    /// to stay behind it.
    /// </summary>
    bool TakeLeft(long row);

    /// <summary>Removes what the earlier run kept of rows after its checkpoint: these rows are read again.</summary>
    void RemoveUnsettled();

    /// <summary>Brings what was kept to the disk.</summary>
    /// <returns>False if the disk fails.</returns>
    bool TryFlush();
}
