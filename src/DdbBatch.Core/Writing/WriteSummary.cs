using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch;

/// <summary>What became of a whole run.</summary>
public sealed class WriteSummary
{
    internal WriteSummary(
        IReadOnlyList<TableSummary> tables,
        long invalidWithoutTable,
        long skippedWithoutTable,
        TimeSpan elapsed,
        bool completed)
    {
        Tables = tables;
        Elapsed = elapsed;
        Invalid = Sum(table => table.Invalid) + invalidWithoutTable;
        Skipped = Sum(table => table.Skipped) + skippedWithoutTable;
        Total = Sum(table => table.Total) + invalidWithoutTable + skippedWithoutTable;
        Succeeded = completed && Unprocessed + Unknown + Invalid == 0;
    }

    /// <summary>The summary of a run without any input.</summary>
    internal static WriteSummary OfNothing => new([], 0, 0, TimeSpan.Zero, completed: true);

    /// <summary>True where the run came to its end and every operation was written (or superseded, or skipped).</summary>
    public bool Succeeded { get; }

    /// <summary>Operations taken in.</summary>
    public long Total { get; }

    /// <summary>Operations that DynamoDB confirmed.</summary>
    public long Written => Sum(table => table.Written);

    /// <summary>Operations that were certainly not written.</summary>
    public long Unprocessed => Sum(table => table.Unprocessed);

    /// <summary>Operations of which it isn't known whether they were written.</summary>
    public long Unknown => Sum(table => table.Unknown);

    /// <summary>Inputs and operations that were refused.</summary>
    public long Invalid { get; }

    /// <summary>Operations that a later one on their key took the place of.</summary>
    public long Superseded => Sum(table => table.Superseded);

    /// <summary>Inputs that an earlier run had settled (-CheckpointPath).</summary>
    public long Skipped { get; }

    /// <summary>BatchWriteItem calls.</summary>
    public long Requests => Sum(table => table.Requests);

    /// <summary>Calls of which at least one operation was sent again.</summary>
    public long RetriedRequests => Sum(table => table.RetriedRequests);

    /// <summary>Calls of which something was throttled.</summary>
    public long ThrottledRequests => Sum(table => table.ThrottledRequests);

    /// <summary>Write capacity consumed by the tables and their indexes, in WCU.</summary>
    public double ConsumedCapacityUnits => Tables.Sum(table => table.ConsumedCapacityUnits);

    /// <summary>From the first object to the end.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Written operations per second.</summary>
    public double ItemsPerSecond => PerSecond(Written);

    /// <summary>Consumed WCU per second.</summary>
    public double CapacityUnitsPerSecond => PerSecond(ConsumedCapacityUnits);

    /// <summary>The same, table by table.</summary>
    public IReadOnlyList<TableSummary> Tables { get; }

    /// <summary>One line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Written} of {Total} written in {Elapsed.TotalSeconds:0.0} s, {Unprocessed} unprocessed, {Unknown} unknown, {Invalid} invalid");

    private long Sum(Func<TableSummary, long> count) => Tables.Sum(count);

    private double PerSecond(double count) => Elapsed > TimeSpan.Zero ? Math.Round(count / Elapsed.TotalSeconds, 1) : 0;
}
