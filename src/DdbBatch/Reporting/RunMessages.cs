using System;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Reporting;

/// <summary>
/// -Verbose and -Debug: the phases of a run, and the messages of its senders. They are written on the pipeline's thread, and
/// never have an attribute's value.
/// </summary>
internal sealed class RunMessages(PSCmdlet cmdlet, WritePump pump, RunCounts counts)
{
    // If a load takes longer than this, DynamoDB's own engine is worth the detour through S3.
    private static readonly TimeSpan LongTime = TimeSpan.FromHours(1);

    private readonly OutageMessages _outages = new(cmdlet, new OutageLog(), () => (counts.Progress(), pump.Elapsed));

    /// <summary>Reports that a table is still being created.</summary>
    public void Creating(string table) => cmdlet.WriteVerbose($"Table '{table}' is being created: waiting for it.");

    /// <summary>Reports that a table was opened.</summary>
    /// <param name="table">The table.</param>
    /// <param name="duration">The duration of the call.</param>
    public void Opened(RunTable table, TimeSpan duration)
    {
        if (table.Description is not null)
            cmdlet.WriteDebug(FormattableString.Invariant($"DescribeTable {table.Name}: {duration.TotalMilliseconds:0} ms."));
        if (table.Lane is { } lane)
        {
            string source = table.Description is null ? " (-KeyName)" : Facts(table.Description.Throughput);
            cmdlet.WriteVerbose($"Table '{table.Name}': key {lane.Schema.KeyDescription}{source}.");
        }
    }

    /// <summary>Reports the end of the input.</summary>
    public void InputComplete() => cmdlet.WriteVerbose(FormattableString.Invariant(
        $"The input is complete: {counts.Progress().Sum(lane => lane.Buffered)} operations are still to be confirmed."));

    /// <summary>Reports the end of the run.</summary>
    public void Done(WriteSummary summary) => cmdlet.WriteVerbose($"Done: {summary}.");

    /// <summary>Reports that a load of puts that would take long can be done in another way.</summary>
    public void Foreseen(Preflight preflight)
    {
        if (preflight.EstimatedTime > LongTime && preflight.Puts + preflight.Invalid == preflight.Total)
        {
            cmdlet.WriteWarning($"Writing {preflight.Puts} items to table '{preflight.Table}' would take {preflight.EstimatedTime:d\\.hh\\:mm\\:ss}. "
                + "Start-DdbBulkLoad uploads them to S3 and has DynamoDB's own engine load them from there (not into a global table).");
        }
    }

    /// <summary>Reports tables that could not be written to for a while.</summary>
    public void TellOutages() => _outages.Tell();

    /// <summary>Reports, at the end of the run, outages that have just ended.</summary>
    public void ConcludeOutages() => _outages.Conclude();

    /// <summary>Writes the messages of the senders.</summary>
    public void Tell()
    {
        foreach (LogEntry entry in pump.TakeLog())
        {
            if (entry.IsDebug)
                cmdlet.WriteDebug(entry.Text);
            else
                cmdlet.WriteVerbose(entry.Text);
        }
    }

    private static string Facts(Throughput throughput)
    {
        string indexes = throughput.Indexes.Count == 0
            ? "no index"
            : $"indexes {string.Join(", ", throughput.Indexes.Select(index => index.Name))}";
        return throughput.WriteCapacity is { } capacity
            ? FormattableString.Invariant($", {indexes}, capacity {capacity} WCU/s")
            : $", {indexes}, capacity not known";
    }
}
