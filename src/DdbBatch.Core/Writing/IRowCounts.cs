namespace DdbBatch.Writing;

/// <summary>Counts the rows that never become operations of the engine, which counts its own.</summary>
internal interface IRowCounts
{
    /// <summary>Counts a row that was refused.</summary>
    /// <param name="table">The table that it is for; null if unknown.</param>
    void CountInvalid(RunTable? table);

    /// <summary>Counts a row for a table that is not written to.</summary>
    void CountUnprocessed(RunTable table);

    /// <summary>Counts a row that an earlier run finished.</summary>
    /// <param name="table">Its table; null if unknown.</param>
    /// <param name="operation">The operation; null if the earlier run refused it.</param>
    void CountSkipped(RunTable? table, WriteOperation? operation);
}
