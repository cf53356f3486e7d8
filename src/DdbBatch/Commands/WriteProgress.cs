using System;
using System.Management.Automation;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>The progress bar: at most five times a second, and never the bottleneck.</summary>
internal sealed class WriteProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly string _activity;
    private TimeSpan _next = Interval;

    public WriteProgress(string activity) => _activity = activity;

    /// <summary>A record to show, if it is time for one.</summary>
    public ProgressRecord? Next(WriteRun run)
    {
        if (run.Elapsed < _next)
            return null;
        _next = run.Elapsed + Interval;
        RunProgress progress = run.Progress();
        double perSecond = progress.Written / Math.Max(0.001, progress.Elapsed.TotalSeconds);
        string retries = progress.RetriedRequests == 0 ? "" : $", {progress.RetriedRequests} requests retried";
        return new ProgressRecord(
            0, _activity, $"{progress.Written} items written, {perSecond:0} items/s, {progress.InFlight} in flight{retries}");
    }

    /// <summary>The record that takes the bar away; null where none was shown.</summary>
    public ProgressRecord? End() => _next == Interval
        ? null
        : new ProgressRecord(0, _activity, "Done") { RecordType = ProgressRecordType.Completed };
}
