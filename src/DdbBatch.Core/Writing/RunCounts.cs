using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <summary>The counts of a run: its summary, and the progress of each table.</summary>
/// <param name="pump">Counts operations, and keeps all counts under its lock.</param>
/// <param name="tables">The tables of the run.</param>
internal sealed class RunCounts(WritePump pump, RunTables tables) : IRowCounts
{
    private long _invalidWithoutTable;
    private long _skippedWithoutTable;
    private bool _isComplete;

    /// <inheritdoc/>
    public void CountInvalid(RunTable? table)
    {
        if (table is null)
            _invalidWithoutTable++;
        else
            pump.Count(table.Tally, OperationOutcome.Invalid);
    }

    /// <inheritdoc/>
    public void CountUnprocessed(RunTable table) => pump.Count(table.Tally, OperationOutcome.Unprocessed);

    /// <inheritdoc/>
    public void CountSkipped(RunTable? table, WriteOperation? operation)
    {
        if (table is null)
            _skippedWithoutTable++;
        else
            pump.Skip(table, operation);
    }

    /// <summary>Says that the run came to its own end.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>Returns the counts so far.</summary>
    /// <param name="facts">The facts that the engine does not know.</param>
    public WriteSummary Summarize(SummaryFacts facts) => pump.Read(engine => new WriteSummary(
        [.. tables.All.GroupBy(table => table.Tally).Select(group => group.Key.ToSummary(group.First().Name))],
        _invalidWithoutTable,
        _skippedWithoutTable,
        pump.Elapsed,
        _isComplete && engine.Fatal is null && tables.All.All(table => table.Error is null),
        facts));

    /// <summary>Returns the progress of each table.</summary>
    public IReadOnlyList<LaneProgress> Progress()
    {
        IReadOnlyList<LaneProgress> lanes = pump.Read<IReadOnlyList<LaneProgress>>(engine => [.. engine.Lanes.Select(LaneProgress.Of)]);
        return tables.Failing is { } failing ? [.. lanes, LaneProgress.Of(failing, pump.Elapsed)] : lanes;
    }
}
