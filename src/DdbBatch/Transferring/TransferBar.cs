using System;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Transferring;

/// <summary>The progress bar of a copy or a clearing, updated at most five times a second.</summary>
/// <param name="cmdlet">Shows it.</param>
/// <param name="options">The options of the run.</param>
internal sealed class TransferBar(PSCmdlet cmdlet, TransferOptions options)
{
    private readonly bool _isShown = CommonSettings.ShowsProgress(cmdlet);
    private readonly string _activity = $"{options.Activity} {options.Source}";
    private readonly Cadence _cadence = new();
    private bool _isOpen;

    /// <summary>Shows how far the run is, if it is time for that.</summary>
    public void Show(TableRead read, RunCounts counts)
    {
        if (!_isShown || !_cadence.IsDue)
            return;
        _cadence.Done();
        _isOpen = true;
        cmdlet.WriteProgress(Record(read.Summarize(options.Source), counts.Progress().First(), read.Elapsed));
    }

    /// <summary>Removes the bar.</summary>
    public void End()
    {
        if (_isOpen)
            cmdlet.WriteProgress(new ProgressRecord(0, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        _isOpen = false;
    }

    private ProgressRecord Record(ReadSummary read, LaneProgress written, TimeSpan elapsed)
    {
        double seconds = Math.Max(0.001, elapsed.TotalSeconds);
        string verb = options.Kind == OperationKind.Delete ? "deleted" : "written";
        ProgressRecord record = new(0, _activity, FormattableString.Invariant(
            $"{read.Items} items read, {written.Written} {verb}, {written.Written / seconds:0}/s, {read.ConsumedCapacityUnits / seconds:0} RCU/s, {written.CapacityUnits / seconds:0} WCU/s, {read.ThrottledRequests} reads and {written.ThrottledOperations} writes throttled{Failure(written, elapsed)}"));
        // The number of items is up to six hours old (API reference, TableDescription).
        if (options.Statement.Filter is null && options.Description.ItemCount is > 0 and { } total && written.Settled <= total)
            record.PercentComplete = (int)(100 * written.Settled / total);
        return record;
    }

    private static string Failure(LaneProgress written, TimeSpan elapsed) => written.Outage(elapsed) is { } duration
        ? FormattableString.Invariant($", writing fails for {duration.TotalSeconds:0} s: {written.LastFailure?.Code}")
        : "";
}
