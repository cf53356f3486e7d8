using System.Collections.Generic;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A table that forgets what is written, so that memory stays small however long a run is.</summary>
internal sealed class NoItems : ITableItems
{
    /// <inheritdoc/>
    public long Count => 0;

    /// <inheritdoc/>
    public long Bytes => 0;

    /// <inheritdoc/>
    public StoredItem? Find(ItemKey key) => null;

    /// <inheritdoc/>
    public void Put(StoredItem item)
    {
    }

    /// <inheritdoc/>
    public void Remove(ItemKey key)
    {
    }

    /// <inheritdoc/>
    public IEnumerable<StoredItem> Scan(int segment, int total, ItemKey? after) => [];

    /// <inheritdoc/>
    public IEnumerable<StoredItem> Query(ItemKey partition, ItemKey? after, bool isDescending) => [];
}
