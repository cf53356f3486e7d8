using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Writing;

namespace DdbBatch.Reporting;

/// <summary>The progress bar of one table.</summary>
/// <param name="activityId">The number of the cmdlet's bar.</param>
/// <param name="activity">The cmdlet's activity, with the table.</param>
internal sealed class TableBar(int activityId, string activity)
{
    // Rates are those of the last seconds, at five updates per second.
    private const int WindowUpdates = 25;

    private readonly Queue<Sample> _window = new();

    /// <summary>Returns the current record of the bar.</summary>
    /// <param name="progress">The table's progress.</param>
    /// <param name="elapsed">The time since the start of the run.</param>
    /// <param name="expected">The expected number of operations; null if unknown.</param>
    public ProgressRecord Update(LaneProgress progress, TimeSpan elapsed, long? expected)
    {
        Sample now = new(elapsed, progress.Settled, progress.CapacityUnits);
        Sample first = _window.Count > 0 ? _window.Peek() : default;
        _window.Enqueue(now);
        if (_window.Count > WindowUpdates)
            _window.Dequeue();
        double seconds = Math.Max(0.001, (now.Elapsed - first.Elapsed).TotalSeconds);
        double itemsPerSecond = (now.Settled - first.Settled) / seconds;
        double unitsPerSecond = (now.Units - first.Units) / seconds;
        ProgressRecord record = new(activityId, activity, FormattableString.Invariant(
            $"{progress.Settled} items done, {itemsPerSecond:0}/s, {unitsPerSecond:0} WCU/s, {progress.InFlight} in flight, {progress.ThrottledOperations} throttled{ConditionFailed(progress)}{Failure(progress, elapsed)}"));
        // More than expected, so the number is unknown.
        if (expected is { } total && total > 0 && progress.Taken <= total)
        {
            record.PercentComplete = (int)(100 * progress.Settled / total);
            if (itemsPerSecond > 0)
                record.SecondsRemaining = (int)Math.Min(int.MaxValue, Math.Ceiling((total - progress.Settled) / itemsPerSecond));
        }

        return record;
    }

    private static string ConditionFailed(LaneProgress progress) => progress.ConditionFailed > 0
        ? FormattableString.Invariant($", {progress.ConditionFailed} condition failed")
        : "";

    private static string Failure(LaneProgress progress, TimeSpan elapsed) => progress.Outage(elapsed) is { } duration
        ? FormattableString.Invariant($", failing for {duration.TotalSeconds:0} s: {progress.LastFailure?.Code}")
        : "";

    /// <summary>Returns the record that removes the bar.</summary>
    public ProgressRecord End() => new(activityId, activity, "Done") { RecordType = ProgressRecordType.Completed };

    private readonly record struct Sample(TimeSpan Elapsed, long Settled, double Units);
}
