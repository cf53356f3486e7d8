using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Lifecycle;

namespace DdbBatch.Reporting;

/// <summary>Writes the first errors of each rule one by one, and one warning for the others at the end.</summary>
/// <param name="cmdlet">Writes the errors.</param>
/// <param name="text">The warning for a rule and the number of its errors.</param>
/// <param name="writesAll">Write every error.</param>
internal sealed class RepeatedErrors(ModuleCommand cmdlet, Func<string, long, string> text, bool writesAll = false)
{
    /// <summary>How many errors are written for a rule.</summary>
    public const int ReportedPerRule = 10;

    private readonly Dictionary<string, long> _rules = new(StringComparer.Ordinal);
    private bool _isSummarized;

    /// <summary>
    /// Reports inputs that can't be used and that nothing else keeps. So if -ErrorVariable is given, every error is written.
    /// </summary>
    /// <param name="cmdlet">Writes the errors.</param>
    public static RepeatedErrors OfInput(ModuleCommand cmdlet) =>
        new(cmdlet, InputSummary, cmdlet.MyInvocation.BoundParameters.ContainsKey("ErrorVariable"));

    /// <summary>The number of rules.</summary>
    public int Rules => _rules.Count;

    /// <summary>Whether there was an error of a rule.</summary>
    public bool Knows(string rule) => _rules.ContainsKey(rule);

    /// <summary>Counts an error, and writes it if it is one of the first of its rule.</summary>
    public void Report(string rule, ErrorRecord error)
    {
        _rules.TryGetValue(rule, out long known);
        _rules[rule] = known + 1;
        if (writesAll || known < ReportedPerRule)
            cmdlet.WriteError(error);
    }

    /// <summary>Reports an input that the commands downstream don't get, so that they count it.</summary>
    /// <param name="error">The error; its id is the rule.</param>
    /// <param name="source">The file that the input is in; null if it is in none.</param>
    public void ReportRead(ErrorRecord error, string? source = null)
    {
        // First, because WriteError ends the command if -ErrorAction says so.
        cmdlet.CountReadError();
        Report(source is null ? error.FullyQualifiedErrorId : $"{error.FullyQualifiedErrorId} ({source})", error);
    }

    /// <summary>Warns, once, of the errors that were not written.</summary>
    /// <param name="warn">Writes a warning.</param>
    public void Summarize(Action<string> warn)
    {
        if (_isSummarized)
            return;
        _isSummarized = true;
        foreach (KeyValuePair<string, long> rule in _rules)
        {
            if (rule.Value > ReportedPerRule && !writesAll)
                warn(text(rule.Key, rule.Value));
        }
    }

    private static string InputSummary(string rule, long count) => FormattableString.Invariant(
        $"{rule}: {count} inputs can't be used. Errors were written for the first {ReportedPerRule}; with -ErrorVariable all are.");
}
