using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Items in memory.</summary>
internal sealed class KeptItems : ITableItems
{
    private const ulong Hashes = 1UL << 32;

    private readonly SortedSet<StoredItem> _items =
        new(Comparer<StoredItem>.Create((one, other) => one.Key.CompareTo(other.Key)));

    /// <inheritdoc/>
    public long Count => _items.Count;

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public StoredItem? Find(ItemKey key) => _items.TryGetValue(At(key), out StoredItem? item) ? item : null;

    /// <inheritdoc/>
    public void Put(StoredItem item)
    {
        Remove(item.Key);
        _items.Add(item);
        Bytes += item.Bytes;
    }

    /// <inheritdoc/>
    public void Remove(ItemKey key)
    {
        if (Find(key) is { } item && _items.Remove(item))
            Bytes -= item.Bytes;
    }

    /// <inheritdoc/>
    public IEnumerable<StoredItem> Scan(int segment, int total, ItemKey? after)
    {
        // The keys of a segment are those of a range of hashes.
        uint first = (uint)(((Hashes * (ulong)segment) + (ulong)total - 1) / (ulong)total);
        uint last = (uint)((((Hashes * (ulong)(segment + 1)) + (ulong)total - 1) / (ulong)total) - 1);
        ItemKey start = after ?? new ItemKey(first, [], []);
        ItemKey end = new(last, [byte.MaxValue], []);
        return Between(start, end).SkipWhile(item => item.Key.CompareTo(start) == 0);
    }

    /// <inheritdoc/>
    public IEnumerable<StoredItem> Query(ItemKey partition, ItemKey? after, bool isDescending)
    {
        ItemKey start = isDescending ? partition.PartitionStart : after ?? partition.PartitionStart;
        ItemKey end = isDescending ? after ?? partition.PartitionEnd : partition.PartitionEnd;
        SortedSet<StoredItem> items = Between(start, end);
        return (isDescending ? items.Reverse() : items).SkipWhile(item => after is { } key && item.Key.CompareTo(key) == 0);
    }

    private SortedSet<StoredItem> Between(ItemKey start, ItemKey end) =>
        start.CompareTo(end) <= 0 ? _items.GetViewBetween(At(start), At(end)) : [];

    private static StoredItem At(ItemKey key) => new(key, default, 0);
}
