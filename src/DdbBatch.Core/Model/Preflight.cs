using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch;

/// <summary>
/// The counts of one table's operations in a run, without writing anything (-WhatIf). The cost is an estimate, because the
/// items in the table are unknown: a put over a larger item, or a delete of one, costs by that item's size.
/// </summary>
public sealed class Preflight
{
    internal Preflight(string table) => Table = table;

    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; }

    /// <summary>Operations taken in: puts, deletes, updates, inserts and invalid ones.</summary>
    public long Total => Puts + Deletes + Updates + Inserts + Invalid;

    /// <summary>Operations that put an item.</summary>
    public long Puts { get; internal init; }

    /// <summary>Operations that delete an item.</summary>
    public long Deletes { get; internal init; }

    /// <summary>
    /// Operations that change attributes of an item. Each costs by the size of the whole item, which is unknown, so their
    /// cost is a lower bound.
    /// </summary>
    public long Updates { get; internal init; }

    /// <summary>Operations that put an item if no item has its key.</summary>
    public long Inserts { get; internal init; }

    /// <summary>Inputs that break a rule, each reported as an error; they would not be sent.</summary>
    public long Invalid { get; internal init; }

    /// <summary>Operations with the same key as an earlier one. Each of them would wait for the one before it.</summary>
    public long DuplicateKeys { get; internal init; }

    /// <summary>The size of all items and keys together, by DynamoDB's count, in bytes.</summary>
    public long SizeBytes { get; internal init; }

    /// <summary>The size of the largest item, in bytes; DynamoDB's limit is 409,600.</summary>
    public int LargestItemBytes { get; internal init; }

    /// <summary>The position of the largest item in the input, from 1; 0 if there is none.</summary>
    public long LargestItemPosition { get; internal init; }

    /// <summary>Write calls of a run that is never throttled.</summary>
    public long Requests { get; internal init; }

    /// <summary>Write capacity that the table would consume, in WCU: one for each started KB of an item.</summary>
    public double TableCapacityUnits { get; internal init; }

    /// <summary>
    /// The write capacity that each secondary index would consume, in WCU: of the items that have all of its key attributes,
    /// as if the index had their other attributes too. Null if the indexes are unknown (-KeyName).
    /// </summary>
    public IReadOnlyDictionary<string, double>? IndexCapacityUnits { get; internal init; }

    /// <summary>Write capacity that the table and its indexes would consume, in WCU.</summary>
    public double CapacityUnits => TableCapacityUnits + (IndexCapacityUnits?.Values.Sum() ?? 0);

    /// <summary>
    /// True if there are updates. They cost by the whole items, which are unknown, so the capacity and the time are at least those
    /// reported here.
    /// </summary>
    public bool IsLowerBound => Updates > 0;

    /// <summary>
    /// The table's capacity, in WCU per second: its provisioned write capacity, or the warm throughput of an on-demand
    /// table. Null if unknown.
    /// </summary>
    public double? WriteCapacity { get; internal init; }

    /// <summary>
    /// How long the writing would take at that capacity, or at -MaxWriteCapacity if that is lower; null if neither is known.
    /// </summary>
    public TimeSpan? EstimatedTime { get; internal init; }

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Table}: {Total} operations, {Invalid} invalid, {SizeBytes} bytes, {(IsLowerBound ? "at least " : "")}{CapacityUnits} WCU, {Requests} requests");
}
