using System;

namespace DdbBatch;

/// <summary>A partition key with many items.</summary>
public sealed class MeasuredPartition
{
    /// <summary>The partition key as text; a long value is shortened.</summary>
    public string Key { get; internal init; } = "";

    /// <summary>The partition key in DynamoDB JSON.</summary>
    public string KeyJson { get; internal init; } = "";

    /// <summary>The items that were counted for it, of those that were read. It has at least these.</summary>
    public long Items { get; internal init; }

    /// <summary>The most items that it can have, of those that were read: more than Items if some may have been missed.</summary>
    public long ItemsAtMost { get; internal init; }

    /// <summary>Items as a share of all items that were read, from 0 to 1.</summary>
    public double Share { get; internal init; }

    /// <summary>Returns one line with the most important properties.</summary>
    public override string ToString() => FormattableString.Invariant($"{100 * Share:0.##} %: {Key} ({Items} items)");
}
