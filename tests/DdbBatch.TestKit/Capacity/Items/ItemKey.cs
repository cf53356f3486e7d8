using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.TestKit.Capacity;

/// <summary>An item's key, and its place in the table: DynamoDB keeps items in the order of a hash over the partition key.</summary>
/// <param name="hash">The hash: it decides the partition and the segment of a scan.</param>
/// <param name="partition">The partition key's value, in bytes that compare as the value does.</param>
/// <param name="sort">The sort key's; empty if the table has none.</param>
internal readonly struct ItemKey(uint hash, byte[] partition, byte[] sort) : IComparable<ItemKey>
{
    /// <summary>The hash over the partition key.</summary>
    public uint Hash => hash;

    /// <summary>The partition key's value.</summary>
    public byte[] Partition => partition;

    /// <summary>A key that is before all keys of its partition.</summary>
    public ItemKey PartitionStart => new(hash, partition, []);

    /// <summary>A key that is after all keys of its partition; no type of a value has its first byte.</summary>
    public ItemKey PartitionEnd => new(hash, partition, [byte.MaxValue]);

    /// <summary>Refuses a request that has a key twice.</summary>
    /// <exception cref="SimulatedErrorException">It has.</exception>
    public static void RefuseDuplicates(IEnumerable<ItemKey> keys)
    {
        SortedSet<ItemKey> seen = [];
        if (!keys.All(seen.Add))
            throw SimulatedErrorException.Validation("Provided list of item keys contains duplicates");
    }

    /// <inheritdoc/>
    public int CompareTo(ItemKey other)
    {
        int order = hash.CompareTo(other.Hash);
        if (order == 0)
            order = partition.AsSpan().SequenceCompareTo(other.Partition);
        return order != 0 ? order : SortOrder(other);
    }

    private int SortOrder(ItemKey other) => sort.AsSpan().SequenceCompareTo(other.SortKey);

    private byte[] SortKey => sort;
}
