using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>
/// The progress bars, one per table: updated at most five times a second, so that they never slow the run.
/// </summary>
/// <param name="cmdlet">Shows them.</param>
/// <param name="options">The options of the run.</param>
/// <param name="pump">Drives the run.</param>
/// <param name="counts">The progress of each table.</param>
internal sealed class WriteProgress(PSCmdlet cmdlet, SessionOptions options, WritePump pump, RunCounts counts)
{
    private readonly Dictionary<string, TableBar> _bars = new(StringComparer.Ordinal);
    private readonly Cadence _cadence = new();
    private bool _inputIsComplete;

    /// <summary>Records the end of the input, after which the number of remaining operations is known.</summary>
    public void CompleteInput() => _inputIsComplete = true;

    /// <summary>Shows the progress of the run, if it is time for it.</summary>
    public void Show()
    {
        if (!options.ShowsProgress || !_cadence.IsDue)
            return;
        _cadence.Done();
        TimeSpan elapsed = pump.Elapsed;
        foreach (LaneProgress progress in counts.Progress())
        {
            long? expected = _inputIsComplete ? progress.Taken : options.ExpectedOperations(progress.Table);
            cmdlet.WriteProgress(Bar(progress.Table).Update(progress, elapsed, expected));
        }
    }

    /// <summary>Removes the bars.</summary>
    public void End()
    {
        foreach (TableBar bar in _bars.Values)
            cmdlet.WriteProgress(bar.End());
        _bars.Clear();
    }

    private TableBar Bar(string table)
    {
        if (!_bars.TryGetValue(table, out TableBar? bar))
            _bars.Add(table, bar = new TableBar(_bars.Count, $"{options.Activity} {table}"));
        return bar;
    }
}
