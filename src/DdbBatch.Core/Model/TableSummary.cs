using System.Collections.Generic;

namespace DdbBatch;

/// <summary>The results of the operations on one table.</summary>
public sealed class TableSummary
{
    internal TableSummary(string table) => Table = table;

    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; }

    /// <summary>Operations taken in.</summary>
    public long Total { get; internal init; }

    /// <summary>Operations that DynamoDB confirmed.</summary>
    public long Written { get; internal init; }

    /// <summary>Operations that were certainly not written.</summary>
    public long Unprocessed { get; internal init; }

    /// <summary>Operations that may have been written: it is unknown whether they were.</summary>
    public long Unknown { get; internal init; }

    /// <summary>Operations that were refused.</summary>
    public long Invalid { get; internal init; }

    /// <summary>Operations that a later one on their key replaced.</summary>
    public long Superseded { get; internal init; }

    /// <summary>Operations that an earlier run had written.</summary>
    public long Skipped { get; internal init; }

    /// <summary>Operations that were not written because their condition was false.</summary>
    public long ConditionFailed { get; internal init; }

    /// <summary>Write calls.</summary>
    public long Requests { get; internal init; }

    /// <summary>Calls of which at least one operation was sent again.</summary>
    public long RetriedRequests { get; internal init; }

    /// <summary>Calls that were throttled, at least in part.</summary>
    public long ThrottledRequests { get; internal init; }

    /// <summary>Operations that were throttled, counted each time.</summary>
    public long ThrottledOperations { get; internal init; }

    /// <summary>Operations that were sent, counted each time.</summary>
    public long SentOperations { get; internal init; }

    /// <summary>Write capacity consumed by the table and its indexes, in WCU.</summary>
    public double ConsumedCapacityUnits { get; internal init; }

    /// <summary>The same by index, and the table's own under <c>""</c>, if INDEXES was requested.</summary>
    public IReadOnlyDictionary<string, double> ConsumedCapacityByIndex { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The reasons for throttling, as DynamoDB reports them, with the number of times.</summary>
    public IReadOnlyDictionary<string, long> ThrottlingReasons { get; internal init; } = new Dictionary<string, long>();

    /// <summary>The upper estimate of the size of item collections in GB, by key, if SIZE was requested.</summary>
    public IReadOnlyDictionary<string, double> ItemCollectionSizeGB { get; internal init; } = new Dictionary<string, double>();

    /// <summary>How many operations had how many attempts.</summary>
    public IReadOnlyDictionary<int, long> Attempts { get; internal init; } = new Dictionary<int, long>();

    /// <summary>The table's name.</summary>
    public override string ToString() => Table;
}
