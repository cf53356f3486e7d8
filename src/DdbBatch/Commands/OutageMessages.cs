using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>
/// Reports tables that nothing can be written to for a while: an outage is retried in silence otherwise, for as long as
/// -RetryTimeoutSec says.
/// </summary>
internal sealed class OutageMessages(PSCmdlet cmdlet, WriteRun run)
{
    // Throttling and single failures, which are the ordinary course of a load, last less.
    private static readonly TimeSpan VerboseAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarningAfter = TimeSpan.FromSeconds(10);

    private readonly Cadence _cadence = new();
    private readonly Dictionary<string, Outage> _outages = new(StringComparer.Ordinal);

    /// <summary>Reports what has begun or ended since the last time.</summary>
    public void Tell()
    {
        if (!_cadence.IsDue)
            return;
        _cadence.Done();
        TimeSpan now = run.Elapsed;
        foreach (LaneProgress table in run.Progress())
        {
            _outages.TryGetValue(table.Table, out Outage? outage);
            if (table.FailingSince is { } since && now - since >= VerboseAfter)
                _outages[table.Table] = Told(outage ?? new Outage(since, IsWarned: false), table, now);
            else if (outage is not null && table.FailingSince != outage.Since)
                End(table.Table, outage, now);
        }
    }

    private Outage Told(Outage outage, LaneProgress table, TimeSpan now)
    {
        bool isNew = !_outages.ContainsKey(table.Table);
        string text = FormattableString.Invariant(
            $"Nothing could be written to table '{table.Table}' for {(now - outage.Since).TotalSeconds:0} s. The last error: {table.LastFailure?.Code}: {table.LastFailure?.Message}");
        if (!outage.IsWarned && now - outage.Since >= WarningAfter)
        {
            cmdlet.WriteWarning(text + " It is retried until -RetryTimeoutSec is over.");
            return outage with { IsWarned = true };
        }

        if (isNew)
            cmdlet.WriteVerbose(text);
        return outage;
    }

    private void End(string table, Outage outage, TimeSpan now)
    {
        _outages.Remove(table);
        cmdlet.WriteVerbose(FormattableString.Invariant(
            $"Table '{table}' takes items again, after {(now - outage.Since).TotalSeconds:0} s."));
    }

    private sealed record Outage(TimeSpan Since, bool IsWarned);
}
