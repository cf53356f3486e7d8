using System;
using System.Collections;

namespace DdbBatch;

/// <summary>The result of Measure-DdbTable. With a sample, Items and SizeBytes are estimates for the whole table.</summary>
public sealed class TableMeasure
{
    /// <summary>The table, by the name or ARN that was given.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>The secondary index that was measured; null for the table itself.</summary>
    public string? IndexName { get; internal init; }

    /// <summary>True if all segments that were chosen were read to their end. If false, the object describes only what was read.</summary>
    public bool Succeeded { get; internal init; }

    /// <summary>True if Items and SizeBytes are estimates from a sample.</summary>
    public bool IsEstimate { get; internal init; }

    /// <summary>The number of items (of those that -Filter finds).</summary>
    public long Items { get; internal init; }

    /// <summary>The lower end of the 95 % confidence interval of Items; null if it is not an estimate.</summary>
    public long? ItemsLow { get; internal init; }

    /// <summary>The upper end of the 95 % confidence interval of Items; null if it is not an estimate.</summary>
    public long? ItemsHigh { get; internal init; }

    /// <summary>The size of the items in bytes, by DynamoDB's count.</summary>
    public long SizeBytes { get; internal init; }

    /// <summary>The lower end of the 95 % confidence interval of SizeBytes; null if it is not an estimate.</summary>
    public long? SizeBytesLow { get; internal init; }

    /// <summary>The upper end of the 95 % confidence interval of SizeBytes; null if it is not an estimate.</summary>
    public long? SizeBytesHigh { get; internal init; }

    /// <summary>The number of items that DescribeTable reports; up to six hours old, and null if unknown.</summary>
    public long? DescribedItems { get; internal init; }

    /// <summary>The size in bytes that DescribeTable reports; up to six hours old, and null if unknown.</summary>
    public long? DescribedBytes { get; internal init; }

    /// <summary>The items that were read and measured.</summary>
    public long ReadItems { get; internal init; }

    /// <summary>The size of the items that were read, in bytes.</summary>
    public long ReadBytes { get; internal init; }

    /// <summary>The sizes of the items that were read.</summary>
    public ItemSizeDistribution ItemSize { get; internal init; } = new();

    /// <summary>The largest items that were read, at most 10.</summary>
    public MeasuredItem[] LargestItems { get; internal init; } = [];

    /// <summary>The attributes of the items that were read, the most frequent first.</summary>
    public MeasuredAttribute[] Attributes { get; internal init; } = [];

    /// <summary>How often items have attributes that are not in Attributes, because there are more than 2000 names.</summary>
    public long OtherAttributes { get; internal init; }

    /// <summary>
    /// The attributes that have one type in all items that were read, with that type: a value for -AttributeType of the
    /// other commands.
    /// </summary>
    public Hashtable AttributeType { get; internal init; } = [];

    /// <summary>The partition keys with the most of the items that were read, at most 10.</summary>
    public MeasuredPartition[] LargestPartitions { get; internal init; } = [];

    /// <summary>The share of the table that was read: segments that were chosen, of all segments.</summary>
    public double SampleFraction { get; internal init; }

    /// <summary>The seed by which the segments were chosen; null if all were read.</summary>
    public int? Seed { get; internal init; }

    /// <summary>Segments that were read to their end.</summary>
    public int CompleteSegments { get; internal init; }

    /// <summary>Segments that were chosen.</summary>
    public int SampledSegments { get; internal init; }

    /// <summary>Segments that the table was divided into.</summary>
    public int TotalSegments { get; internal init; }

    /// <summary>Scan calls.</summary>
    public long Requests { get; internal init; }

    /// <summary>Calls that failed and were retried.</summary>
    public long RetriedRequests { get; internal init; }

    /// <summary>Calls that were throttled.</summary>
    public long ThrottledRequests { get; internal init; }

    /// <summary>Read capacity consumed, in RCU.</summary>
    public double ConsumedCapacityUnits { get; internal init; }

    /// <summary>From the first request to the end.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Returns one line with the most important properties.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{(IsEstimate ? "about " : "")}{Items} items, {SizeBytes} bytes; {ReadItems} items read in {Elapsed.TotalSeconds:0.0} s, {ConsumedCapacityUnits:0.#} RCU");
}
