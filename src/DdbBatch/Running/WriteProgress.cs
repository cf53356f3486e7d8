using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>
/// The progress bars, one per table: updated at most five times a second, so that they never slow the run.
/// </summary>
internal sealed class WriteProgress
{
    private readonly PSCmdlet _cmdlet;
    private readonly RunnerOptions _options;
    private readonly Dictionary<string, TableBar> _bars = new(StringComparer.Ordinal);
    private readonly Cadence _cadence = new();
    private bool _inputIsComplete;

    public WriteProgress(PSCmdlet cmdlet, RunnerOptions options)
    {
        _cmdlet = cmdlet;
        _options = options;
    }

    /// <summary>Records the end of the input, after which the number of remaining operations is known.</summary>
    public void CompleteInput() => _inputIsComplete = true;

    /// <summary>Shows the progress of the run, if it is time for it.</summary>
    public void Show(WriteRun run)
    {
        if (!_options.ShowsProgress || !_cadence.IsDue)
            return;
        _cadence.Done();
        TimeSpan elapsed = run.Elapsed;
        foreach (LaneProgress progress in run.Progress())
        {
            long? expected = _inputIsComplete ? progress.Taken : _options.ExpectedOperations(progress.Table);
            _cmdlet.WriteProgress(Bar(progress.Table).Update(progress, elapsed, expected));
        }
    }

    /// <summary>Removes the bars.</summary>
    public void End()
    {
        foreach (TableBar bar in _bars.Values)
            _cmdlet.WriteProgress(bar.End());
        _bars.Clear();
    }

    private TableBar Bar(string table)
    {
        if (!_bars.TryGetValue(table, out TableBar? bar))
            _bars.Add(table, bar = new TableBar(_bars.Count, $"{_options.Activity} {table}"));
        return bar;
    }
}
