using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Lifecycle;

namespace DdbBatch.Reporting;

/// <summary>Writes the first errors of each rule one by one, and one warning for the others at the end.</summary>
/// <param name="cmdlet">Writes the errors.</param>
/// <param name="text">The warning for a rule and the number of its errors.</param>
internal sealed class RepeatedErrors(ModuleCommand cmdlet, Func<string, long, string> text)
{
    /// <summary>How many errors are written for a rule.</summary>
    public const int ReportedPerRule = 10;

    private readonly Dictionary<string, long> _rules = new(StringComparer.Ordinal);
    private bool _isSummarized;

    /// <summary>The number of rules.</summary>
    public int Rules => _rules.Count;

    /// <summary>Whether there was an error of a rule.</summary>
    public bool Knows(string rule) => _rules.ContainsKey(rule);

    /// <summary>Counts an error, and writes it if it is one of the first of its rule.</summary>
    public void Report(string rule, ErrorRecord error)
    {
        _rules.TryGetValue(rule, out long known);
        _rules[rule] = known + 1;
        if (known < ReportedPerRule)
            cmdlet.WriteError(error);
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
            if (rule.Value > ReportedPerRule)
                warn(text(rule.Key, rule.Value));
        }
    }
}
