using System;
using System.Collections.Generic;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// A table of any size that takes no memory: each item is made when it is read. Its partition key is a number, the item's
/// position from 0, and it has no sort key. It can only be read.
/// </summary>
/// <param name="count">How many items there are.</param>
/// <param name="itemAt">The item at a position, in DynamoDB JSON with its key; the same each time.</param>
public sealed class GeneratedItems(long count, Func<long, ReadOnlyMemory<byte>> itemAt) : ITableItems
{
    long ITableItems.Count => count;

    long ITableItems.Bytes => count == 0 ? 0 : count * ItemAt(count / 2).Bytes;

    StoredItem? ITableItems.Find(ItemKey key) => Find(key);

    void ITableItems.Put(StoredItem item) => throw NotWritable();

    void ITableItems.Remove(ItemKey key) => throw NotWritable();

    IEnumerable<StoredItem> ITableItems.Scan(int segment, int total, ItemKey? after)
    {
        long start = after is { } key ? ComparableValue.DecodeInteger(key.Partition) + 1 : First(segment, total);
        for (long position = start; position < First(segment + 1, total); position++)
            yield return ItemAt(position);
    }

    IEnumerable<StoredItem> ITableItems.Query(ItemKey partition, ItemKey? after, bool isDescending) =>
        after is null && Find(partition) is { } item ? [item] : [];

    private StoredItem? Find(ItemKey key)
    {
        long position = ComparableValue.DecodeInteger(key.Partition);
        return position >= 0 && position < count ? ItemAt(position) : null;
    }

    private long First(int segment, int total) => (long)((Int128)count * segment / total);

    // The key's value is in the item: what is needed of its key is the place in the table.
    private StoredItem ItemAt(long position)
    {
        ReadOnlyMemory<byte> json = itemAt(position);
        uint hash = (uint)((Int128)position * uint.MaxValue / count);
        return new StoredItem(new ItemKey(hash, [], []), json, ItemSizer.SizeOf(json.Span));
    }

    private static NotSupportedException NotWritable() => new("A table of generated items can only be read.");
}
