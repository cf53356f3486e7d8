using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;

namespace DdbBatch.Running;

/// <summary>
/// Reports rows that break a rule: the first of each rule one by one, the others in one warning at the end.
/// </summary>
/// <param name="cmdlet">Writes the errors and warnings.</param>
/// <param name="areKept">Whether the user has the rows kept (-UnprocessedVariable, -FailedPath).</param>
/// <param name="maxInvalid">How many of them end the run (-MaxInvalid); null if no number does.</param>
internal sealed class InvalidRows(ModuleCommand cmdlet, bool areKept, int? maxInvalid)
{
    // More rules than these, as with a new attribute name in each input, are reported as one.
    private const int MostRules = 100;

    private readonly RepeatedErrors _errors = new(cmdlet, (rule, count) => Text(rule, count, areKept));
    private long _count;

    /// <summary>The error that ends the run, once as many rows are invalid as -MaxInvalid says; null before.</summary>
    /// <param name="target">The error's target.</param>
    public ErrorRecord? LimitError(object? target) => maxInvalid is { } limit && _count >= limit
        ? Errors.MaxInvalidReached(limit, target)
        : null;

    /// <summary>Reports an invalid row.</summary>
    /// <param name="table">Its table; empty if unknown.</param>
    /// <param name="error">The rule it breaks.</param>
    public void Report(string table, ErrorRecord error)
    {
        _count++;
        _errors.Report(Rule(table, error), error);
    }

    /// <summary>Warns, once, of the rows that were not reported one by one.</summary>
    /// <param name="warn">Writes a warning.</param>
    public void Summarize(Action<string> warn) => _errors.Summarize(warn);

    private static string Text(string rule, long count, bool areKept) =>
        FormattableString.Invariant($"{rule}: {count} objects are invalid. Errors were written for the first {RepeatedErrors.ReportedPerRule}. ")
        + (areKept
            ? "All of them are in -UnprocessedVariable or -FailedPath."
            : "-UnprocessedVariable or -FailedPath keeps all of them, with their reasons.");

    private string Rule(string table, ErrorRecord error)
    {
        string rule = table.Length == 0 ? error.FullyQualifiedErrorId : $"{error.FullyQualifiedErrorId} (table '{table}')";
        if ((error.Exception.InnerException as ItemException)?.Path is not { Length: > 0 } path)
            return rule;
        string ofAttribute = $"{path.Split('.', '[')[0]}: {rule}";
        return _errors.Rules < MostRules || _errors.Knows(ofAttribute) ? ofAttribute : rule;
    }
}
