using System;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Reading;

/// <summary>The progress bar of a read, updated at most five times a second.</summary>
/// <param name="cmdlet">Shows it.</param>
/// <param name="table">The table.</param>
/// <param name="expected">About how many items there are; null if unknown.</param>
internal sealed class ReadBar(PSCmdlet cmdlet, string table, long? expected)
{
    private readonly bool _isShown = Preferences.ShowsProgress(cmdlet);
    private readonly string _activity = $"Reading {table}";
    private readonly Cadence _cadence = new();
    private bool _isOpen;

    /// <summary>Shows how far the read is, if it is time for that.</summary>
    public void Show(TableRead read, long items)
    {
        if (!_isShown || !_cadence.IsDue)
            return;
        _cadence.Done();
        _isOpen = true;
        cmdlet.WriteProgress(read.Read(engine => Record(engine, items, read.Elapsed)));
    }

    /// <summary>Removes the bar.</summary>
    public void End()
    {
        if (_isOpen)
            cmdlet.WriteProgress(new ProgressRecord(0, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        _isOpen = false;
    }

    private ProgressRecord Record(ReadEngine engine, long items, TimeSpan elapsed)
    {
        double seconds = Math.Max(0.001, elapsed.TotalSeconds);
        string outage = engine.FailingSince is { } since && elapsed - since > TimeSpan.FromSeconds(5)
            ? FormattableString.Invariant($", no answer for {(elapsed - since).TotalSeconds:0} s")
            : "";
        ProgressRecord record = new(0, _activity, FormattableString.Invariant(
            $"{items} items, {items / seconds:0}/s, {engine.Tally.ConsumedUnits / seconds:0} RCU/s, {engine.InFlight} in flight, {engine.Tally.ThrottledRequests} throttled{outage}"));
        // The number of items is up to six hours old (API reference, TableDescription).
        if (expected is > 0 and { } total && items <= total)
            record.PercentComplete = (int)(100 * items / total);
        return record;
    }
}
