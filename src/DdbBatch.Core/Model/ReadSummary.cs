using System;
using DdbBatch.Model;

namespace DdbBatch;

/// <summary>The result of one read of a table.</summary>
public sealed class ReadSummary
{
    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>The secondary index that was read; null for the table itself.</summary>
    public string? IndexName { get; internal init; }

    /// <summary>True if every page was read, or as many items as -First asked for.</summary>
    public bool Succeeded { get; internal init; }

    /// <summary>Items that were output.</summary>
    public long Items { get; internal init; }

    /// <summary>Items that DynamoDB evaluated, before -Filter.</summary>
    public long ScannedItems { get; internal init; }

    /// <summary>Bytes of all answers.</summary>
    public long Bytes { get; internal init; }

    /// <summary>Pages received.</summary>
    public long Pages { get; internal init; }

    /// <summary>Segments that were read to their end.</summary>
    public int CompleteSegments { get; internal init; }

    /// <summary>Segments that the table was divided into; 1 for a query.</summary>
    public int TotalSegments { get; internal init; }

    /// <summary>Scan or Query calls.</summary>
    public long Requests { get; internal init; }

    /// <summary>Calls that failed and were retried.</summary>
    public long RetriedRequests { get; internal init; }

    /// <summary>Calls that were throttled.</summary>
    public long ThrottledRequests { get; internal init; }

    /// <summary>Read capacity consumed, in RCU.</summary>
    public double ConsumedCapacityUnits { get; internal init; }

    /// <summary>From the first request to the end.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Items output per second.</summary>
    public double ItemsPerSecond => Rate.PerSecond(Items, Elapsed);

    /// <summary>Consumed RCU per second.</summary>
    public double CapacityUnitsPerSecond => Rate.PerSecond(ConsumedCapacityUnits, Elapsed);

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Items} items of {ScannedItems} evaluated in {Elapsed.TotalSeconds:0.0} s, {ConsumedCapacityUnits:0.#} RCU");
}
