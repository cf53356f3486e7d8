using DdbBatch.Writing;

namespace DdbBatch.Tests.Storage;

/// <summary>Counts the rows that a journal ends, and closes keys as the engine does.</summary>
internal sealed class RowCounts : IRowCounts
{
    public long Invalid { get; private set; }

    public long Unprocessed { get; private set; }

    public long Skipped { get; private set; }

    public void CountInvalid(RunTable? table) => Invalid++;

    public void CountUnprocessed(RunTable table) => Unprocessed++;

    public void CountSkipped(RunTable? table, WriteOperation? operation)
    {
        Skipped++;
        if (operation is not null)
            table?.Lane?.Skip(operation);
    }
}
