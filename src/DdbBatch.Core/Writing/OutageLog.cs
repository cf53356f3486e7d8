using System;
using System.Collections.Generic;
using DdbBatch.Items;

namespace DdbBatch.Writing;

/// <summary>A message about a table that nothing can be written to.</summary>
/// <param name="IsWarning">True for a warning, false for -Verbose.</param>
/// <param name="Text">The message.</param>
internal readonly record struct OutageMessage(bool IsWarning, string Text);

/// <summary>
/// Decides when to report that nothing can be written to a table, because an outage is retried for as long as
/// -RetryTimeoutSec says: to -Verbose after two seconds and at its end, and once as a warning after ten.
/// </summary>
internal sealed class OutageLog
{
    private static readonly TimeSpan WarningAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Outage> _outages = new(StringComparer.Ordinal);

    /// <summary>Returns messages about outages that have started, lasted or ended since the last call.</summary>
    /// <param name="tables">The progress of each table.</param>
    /// <param name="now">The time since the start of the run.</param>
    public IReadOnlyList<OutageMessage> Update(IReadOnlyList<LaneProgress> tables, TimeSpan now)
    {
        List<OutageMessage> messages = [];
        foreach (LaneProgress table in tables)
        {
            if ((table.Outage(now) is { } duration ? Report(table, duration, now) : End(table, now)) is { } message)
                messages.Add(message);
        }

        return messages;
    }

    private OutageMessage? Report(LaneProgress table, TimeSpan duration, TimeSpan now)
    {
        bool isKnown = _outages.TryGetValue(table.Table, out Outage? outage);
        outage ??= new Outage(now - duration);
        _outages[table.Table] = outage;
        bool isWarning = !outage.IsWarned && duration >= WarningAfter;
        if (isKnown && !isWarning)
            return null;
        outage.IsWarned |= isWarning;
        string text = FormattableString.Invariant(
            $"Nothing could be written to table '{table.Table}' for {duration.TotalSeconds:0} s. The last error: {table.LastFailure?.Code}: {Sentence.Of(table.LastFailure?.Message ?? "")}");
        return new OutageMessage(isWarning, isWarning ? $"{text} It is retried until -RetryTimeoutSec is over." : text);
    }

    // A table that is given up has an error of its own.
    private OutageMessage? End(LaneProgress table, TimeSpan now)
    {
        if (!_outages.TryGetValue(table.Table, out Outage? outage))
            return null;
        _outages.Remove(table.Table);
        return table.IsClosed ? null : new OutageMessage(IsWarning: false, FormattableString.Invariant(
            $"Table '{table.Table}' takes items again, after {(now - outage.Since).TotalSeconds:0} s."));
    }

    private sealed class Outage(TimeSpan since)
    {
        public TimeSpan Since { get; } = since;

        public bool IsWarned { get; set; }
    }
}
