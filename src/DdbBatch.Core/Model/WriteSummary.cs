using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;

namespace DdbBatch;

/// <summary>The results of a run.</summary>
public sealed class WriteSummary
{
    internal WriteSummary(
        IReadOnlyList<TableSummary> tables,
        long invalidWithoutTable,
        long skippedWithoutTable,
        TimeSpan elapsed,
        bool completed,
        SummaryFacts facts)
    {
        Tables = [.. tables];
        Elapsed = elapsed;
        ReadErrors = facts.ReadErrors;
        FailedLines = facts.FailedLines;
        Unprocessed = Sum(table => table.Unprocessed) + facts.NotReached;
        Invalid = Sum(table => table.Invalid) + invalidWithoutTable;
        Skipped = Sum(table => table.Skipped) + skippedWithoutTable;
        Total = Sum(table => table.Total) + invalidWithoutTable + skippedWithoutTable + facts.NotReached;
        Succeeded = completed && Unprocessed + Unknown + Invalid + ReadErrors + FailedLines == 0;
    }

    /// <summary>The summary of a run that had nothing to write.</summary>
    internal static WriteSummary OfNothing(bool completed, SummaryFacts facts) => new([], 0, 0, TimeSpan.Zero, completed, facts);

    /// <summary>
    /// True if the run came to its end, the whole input was read, every operation was written (or superseded, or skipped, or
    /// not written because its condition was false), and the failed file holds no line of this load.
    /// </summary>
    public bool Succeeded { get; }

    /// <summary>
    /// The files, rows and lines that a reader upstream (Import-DdbItem, ConvertFrom-DdbJson) could not read and reported as
    /// errors. They are not in <see cref="Total"/>, because the number of operations that they would have made is unknown.
    /// </summary>
    public long ReadErrors { get; }

    /// <summary>
    /// Lines of this load that -FailedPath holds at the end, those of earlier runs with the same checkpoint included; 0
    /// without -FailedPath.
    /// </summary>
    public long FailedLines { get; }

    /// <summary>Operations taken in.</summary>
    public long Total { get; }

    /// <summary>Operations that DynamoDB confirmed.</summary>
    public long Written => Sum(table => table.Written);

    /// <summary>Operations that were certainly not written.</summary>
    public long Unprocessed { get; }

    /// <summary>Operations that may have been written: it is unknown whether they were.</summary>
    public long Unknown => Sum(table => table.Unknown);

    /// <summary>Inputs and operations that were refused.</summary>
    public long Invalid { get; }

    /// <summary>Operations that a later one on their key replaced.</summary>
    public long Superseded => Sum(table => table.Superseded);

    /// <summary>Inputs that an earlier run had settled (-CheckpointPath).</summary>
    public long Skipped { get; }

    /// <summary>
    /// Operations that were not written because their condition was false: an Insert whose key exists, for example. They are
    /// no failures.
    /// </summary>
    public long ConditionFailed => Sum(table => table.ConditionFailed);

    /// <summary>Write calls: BatchWriteItem and those for changes and conditions.</summary>
    public long Requests => Sum(table => table.Requests);

    /// <summary>Calls of which at least one operation was sent again.</summary>
    public long RetriedRequests => Sum(table => table.RetriedRequests);

    /// <summary>Calls that were throttled, at least in part.</summary>
    public long ThrottledRequests => Sum(table => table.ThrottledRequests);

    /// <summary>Write capacity consumed by the tables and their indexes, in WCU.</summary>
    public double ConsumedCapacityUnits => Tables.Sum(table => table.ConsumedCapacityUnits);

    /// <summary>From the first object to the end.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Written operations per second.</summary>
    public double ItemsPerSecond => Rate.PerSecond(Written, Elapsed);

    /// <summary>Consumed WCU per second.</summary>
    public double CapacityUnitsPerSecond => Rate.PerSecond(ConsumedCapacityUnits, Elapsed);

    /// <summary>The same, table by table.</summary>
    public TableSummary[] Tables { get; }

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Written} of {Total} written in {Elapsed.TotalSeconds:0.0} s, {Unprocessed} unprocessed, {Unknown} unknown, {Invalid} invalid")
        + (ConditionFailed > 0 ? FormattableString.Invariant($", {ConditionFailed} condition failed") : "")
        + (ReadErrors > 0 ? FormattableString.Invariant($", {ReadErrors} read errors") : "")
        + (FailedLines > 0 ? FormattableString.Invariant($", {FailedLines} lines in the failed file") : "");

    private long Sum(Func<TableSummary, long> count) => Tables.Sum(count);
}
