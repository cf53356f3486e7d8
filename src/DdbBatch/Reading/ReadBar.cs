using System;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reporting;

namespace DdbBatch.Reading;

/// <summary>The progress bar of a run that reads, updated at most five times a second.</summary>
/// <param name="cmdlet">Shows it.</param>
/// <param name="activity">The heading of the bar, such as "Reading Music".</param>
/// <param name="expected">About how many items there are; null if unknown.</param>
/// <param name="id">The bar's id: two bars of a command have different ones.</param>
internal sealed class ReadBar(PSCmdlet cmdlet, string activity, long? expected, int id = 0)
{
    private readonly bool _isShown = CommonSettings.ShowsProgress(cmdlet);
    private readonly Cadence _cadence = new();
    private bool _isOpen;

    /// <summary>Shows how far the run is, if it is time for that.</summary>
    /// <param name="look">Returns how far it is.</param>
    public void Show(Func<ReadStatus> look)
    {
        if (!_isShown || !_cadence.IsDue)
            return;
        _cadence.Done();
        _isOpen = true;
        cmdlet.WriteProgress(Record(look()));
    }

    /// <summary>Removes the bar.</summary>
    public void End()
    {
        if (_isOpen)
            cmdlet.WriteProgress(new ProgressRecord(id, activity, "Done") { RecordType = ProgressRecordType.Completed });
        _isOpen = false;
    }

    private ProgressRecord Record(ReadStatus status)
    {
        double seconds = Math.Max(0.001, status.Elapsed.TotalSeconds);
        string outage = status.Health.Outage(status.Elapsed) is { } duration
            ? FormattableString.Invariant($", failing for {duration.TotalSeconds:0} s: {status.Health.LastFailure?.Code}")
            : "";
        ProgressRecord record = new(id, activity, FormattableString.Invariant(
            $"{status.Counts}, {status.Items / seconds:0}/s, {status.ConsumedUnits / seconds:0} RCU/s, {status.InFlight} in flight, {status.Throttled} throttled{outage}"));
        // The number of items is up to six hours old (API reference, TableDescription).
        if (expected is > 0 and { } total && status.Items <= total)
            record.PercentComplete = (int)(100 * status.Items / total);
        return record;
    }
}

/// <summary>How far a run that reads is.</summary>
/// <param name="Counts">The counts in words, such as "30 items".</param>
/// <param name="Items">The number of items, or of objects that have their answer.</param>
/// <param name="ConsumedUnits">RCU consumed.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Throttled">Throttled requests.</param>
/// <param name="Health">Whether the table answers.</param>
/// <param name="Elapsed">The time since the run began.</param>
internal sealed record ReadStatus(
    string Counts, long Items, double ConsumedUnits, int InFlight, long Throttled, TableHealth Health, TimeSpan Elapsed)
{
    /// <summary>How far a read is.</summary>
    /// <param name="read">The read.</param>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    /// <param name="items">The number of items so far.</param>
    public static ReadStatus Of(TableRead read, string table, long items) => read.Read(engine => new ReadStatus(
        $"{items} items",
        items,
        engine.Tally.ConsumedUnits,
        engine.InFlight,
        engine.Tally.ThrottledRequests,
        engine.Health(table),
        read.Elapsed));
}
