using System.Collections.Generic;
using DdbBatch.Writing;

namespace DdbBatch;

/// <summary>The results of the operations on one table.</summary>
public sealed class TableSummary
{
    internal TableSummary(string table, Tally tally)
    {
        Table = table;
        Total = tally.Total;
        Written = tally[OperationOutcome.Written];
        Unprocessed = tally[OperationOutcome.Unprocessed];
        Unknown = tally[OperationOutcome.Unknown];
        Invalid = tally[OperationOutcome.Invalid];
        Superseded = tally[OperationOutcome.Superseded];
        Skipped = tally[OperationOutcome.Skipped];
        Requests = tally.Requests;
        RetriedRequests = tally.RetriedRequests;
        ThrottledRequests = tally.ThrottledRequests;
        ThrottledOperations = tally.ThrottledOperations;
        SentOperations = tally.SentOperations;
        ConsumedCapacityUnits = tally.Capacity.Total;
        ConsumedCapacityByIndex = tally.Capacity.ByIndex;
        ThrottlingReasons = tally.ThrottlingReasons;
        ItemCollectionSizeGB = tally.ItemCollections.ToSorted();
        Attempts = tally.Attempts;
    }

    /// <summary>The table, by the name or ARN that was given.</summary>
    public string Table { get; }

    /// <summary>Operations taken in.</summary>
    public long Total { get; }

    /// <summary>Operations that DynamoDB confirmed.</summary>
    public long Written { get; }

    /// <summary>Operations that were certainly not written.</summary>
    public long Unprocessed { get; }

    /// <summary>Operations of which it isn't known whether they were written.</summary>
    public long Unknown { get; }

    /// <summary>Operations that were refused.</summary>
    public long Invalid { get; }

    /// <summary>Operations that a later one on their key took the place of.</summary>
    public long Superseded { get; }

    /// <summary>Operations that an earlier run had written.</summary>
    public long Skipped { get; }

    /// <summary>BatchWriteItem calls.</summary>
    public long Requests { get; }

    /// <summary>Calls of which at least one operation was sent again.</summary>
    public long RetriedRequests { get; }

    /// <summary>Calls of which something was throttled.</summary>
    public long ThrottledRequests { get; }

    /// <summary>Operations that were throttled, each time counted.</summary>
    public long ThrottledOperations { get; }

    /// <summary>Operations that were sent, each time counted.</summary>
    public long SentOperations { get; }

    /// <summary>Write capacity consumed by the table and its indexes, in WCU.</summary>
    public double ConsumedCapacityUnits { get; }

    /// <summary>The same by index, the table's own under <c>""</c>, where INDEXES was asked for.</summary>
    public IReadOnlyDictionary<string, double> ConsumedCapacityByIndex { get; }

    /// <summary>Why calls were throttled, in DynamoDB's words, with how often.</summary>
    public IReadOnlyDictionary<string, long> ThrottlingReasons { get; }

    /// <summary>The upper estimate of the size of item collections in GB, by key, where SIZE was asked for.</summary>
    public IReadOnlyDictionary<string, double> ItemCollectionSizeGB { get; }

    /// <summary>How many operations had how many attempts.</summary>
    public IReadOnlyDictionary<int, long> Attempts { get; }

    /// <summary>The table's name.</summary>
    public override string ToString() => Table;
}
