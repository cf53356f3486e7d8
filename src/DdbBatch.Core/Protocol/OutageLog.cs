using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>A message about a table that does not answer.</summary>
/// <param name="IsWarning">True for a warning, false for -Verbose.</param>
/// <param name="Text">The message.</param>
internal readonly record struct OutageMessage(bool IsWarning, string Text);

/// <summary>
/// Decides when to report that nothing can be written to or read from a table, because an outage is retried for as long as
/// -RetryTimeoutSec says: to -Verbose after two seconds and at its end, and once as a warning after ten.
/// </summary>
/// <param name="failing">The sentence that begins a report, up to the table.</param>
/// <param name="working">The sentence of its end, after the table.</param>
internal sealed class OutageLog(string failing = "Nothing could be written to table", string working = "takes items again")
{
    private static readonly TimeSpan WarningAfter = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Outage> _outages = new(StringComparer.Ordinal);

    /// <summary>A log of a run that reads.</summary>
    public static OutageLog OfReading() => new("Nothing could be read from table", "answers again");

    /// <summary>Returns messages about outages that have started, lasted or ended since the last call.</summary>
    /// <param name="tables">The health of each table.</param>
    /// <param name="now">The time since the start of the run.</param>
    public IReadOnlyList<OutageMessage> Update(IReadOnlyList<TableHealth> tables, TimeSpan now)
    {
        List<OutageMessage> messages = [];
        foreach (TableHealth table in tables)
        {
            if ((table.Outage(now) is { } duration ? Report(table, duration, now) : End(table, now)) is { } message)
                messages.Add(message);
        }

        return messages;
    }

    /// <summary>Returns messages about outages that have ended since the last call, when nothing more is sent.</summary>
    /// <inheritdoc cref="Update"/>
    public IReadOnlyList<OutageMessage> Conclude(IReadOnlyList<TableHealth> tables, TimeSpan now) =>
        [.. tables.Where(table => table.Outage(now) is null).Select(table => End(table, now)).OfType<OutageMessage>()];

    private OutageMessage? Report(TableHealth table, TimeSpan duration, TimeSpan now)
    {
        bool isKnown = _outages.TryGetValue(table.Table, out Outage? outage);
        outage ??= new Outage(now - duration);
        _outages[table.Table] = outage;
        bool isWarning = !outage.IsWarned && duration >= WarningAfter;
        if (isKnown && !isWarning)
            return null;
        outage.IsWarned |= isWarning;
        string text = FormattableString.Invariant(
            $"{failing} '{table.Table}' for {duration.TotalSeconds:0} s. The last error: {table.LastFailure?.Code}: {Sentence.Of(table.LastFailure?.Message ?? "")}");
        return new OutageMessage(isWarning, isWarning ? $"{text} It is retried until -RetryTimeoutSec is over." : text);
    }

    // A table that is given up has an error of its own.
    private OutageMessage? End(TableHealth table, TimeSpan now)
    {
        if (!_outages.TryGetValue(table.Table, out Outage? outage))
            return null;
        _outages.Remove(table.Table);
        return table.IsClosed ? null : new OutageMessage(IsWarning: false, FormattableString.Invariant(
            $"Table '{table.Table}' {working}, after {(now - outage.Since).TotalSeconds:0} s."));
    }

    private sealed class Outage(TimeSpan since)
    {
        public TimeSpan Since { get; } = since;

        public bool IsWarned { get; set; }
    }
}
