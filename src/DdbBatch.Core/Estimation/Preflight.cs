using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Estimation;

namespace DdbBatch;

/// <summary>
/// What a run would write to one table, found out without writing (-WhatIf). What it costs is an estimate: what is in the
/// table already isn't known, and a put over a larger item, or a delete of one, costs by that item's size.
/// </summary>
public sealed class Preflight
{
    internal Preflight(string table, TableEstimate estimate, long invalid, Throughput? throughput, double? maxWriteCapacity)
    {
        Table = table;
        Puts = estimate.Puts;
        Deletes = estimate.Deletes;
        Invalid = invalid;
        DuplicateKeys = estimate.DuplicateKeys;
        SizeBytes = estimate.SizeBytes;
        LargestItemBytes = estimate.LargestItemBytes;
        LargestItemPosition = estimate.LargestItemPosition;
        Requests = estimate.Requests;
        TableCapacityUnits = estimate.TableUnits;
        IndexCapacityUnits = throughput is null ? null : estimate.IndexUnits;
        WriteCapacity = throughput?.WriteCapacity;
        EstimatedTime = EstimatedDuration.Of(estimate, throughput, maxWriteCapacity);
    }

    /// <summary>The table, by the name or ARN that was given.</summary>
    public string Table { get; }

    /// <summary>Operations taken in: puts, deletes and invalid ones.</summary>
    public long Total => Puts + Deletes + Invalid;

    /// <summary>Those that put an item.</summary>
    public long Puts { get; }

    /// <summary>Those that delete an item.</summary>
    public long Deletes { get; }

    /// <summary>Inputs that break a rule, each told by an error; they would not be sent.</summary>
    public long Invalid { get; }

    /// <summary>Operations whose key an earlier one has. Each of them would wait for the one before it.</summary>
    public long DuplicateKeys { get; }

    /// <summary>The size of all items and keys together, by DynamoDB's count, in bytes.</summary>
    public long SizeBytes { get; }

    /// <summary>The size of the largest, in bytes; DynamoDB takes 409,600.</summary>
    public int LargestItemBytes { get; }

    /// <summary>The place of the largest in the input, from 1; 0 without any.</summary>
    public long LargestItemPosition { get; }

    /// <summary>BatchWriteItem calls of a run that is never throttled.</summary>
    public long Requests { get; }

    /// <summary>Write capacity that the table would consume, in WCU: one for each started KB of an item.</summary>
    public double TableCapacityUnits { get; }

    /// <summary>
    /// The same for each secondary index, of the items that have all of its key attributes, as if it took in their other
    /// attributes too. Null where the indexes aren't known (-KeyName).
    /// </summary>
    public IReadOnlyDictionary<string, double>? IndexCapacityUnits { get; }

    /// <summary>Write capacity that the table and its indexes would consume, in WCU.</summary>
    public double CapacityUnits => TableCapacityUnits + (IndexCapacityUnits?.Values.Sum() ?? 0);

    /// <summary>
    /// What the table takes, in WCU per second: its provisioned write capacity, or the warm throughput of a table on
    /// demand. Null where it isn't known.
    /// </summary>
    public double? WriteCapacity { get; }

    /// <summary>
    /// How long the writing would take at that, or at -MaxWriteCapacity where that is slower; null where neither is known.
    /// </summary>
    public TimeSpan? EstimatedTime { get; }

    /// <summary>One line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Table}: {Total} operations, {Invalid} invalid, {SizeBytes} bytes, {CapacityUnits} WCU, {Requests} requests");
}
