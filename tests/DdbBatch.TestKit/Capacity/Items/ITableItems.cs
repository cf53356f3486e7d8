using System.Collections.Generic;

namespace DdbBatch.TestKit.Capacity;

/// <summary>What is in a table, in the order in which a scan gives it.</summary>
internal interface ITableItems
{
    /// <summary>How many items there are.</summary>
    long Count { get; }

    /// <summary>The sum of their sizes.</summary>
    long Bytes { get; }

    /// <summary>The item with a key; null if there is none.</summary>
    StoredItem? Find(ItemKey key);

    /// <summary>Adds an item or replaces that with its key.</summary>
    void Put(StoredItem item);

    /// <summary>Removes the item with a key, if any.</summary>
    void Remove(ItemKey key);

    /// <summary>The items of a segment of a scan.</summary>
    /// <param name="segment">The segment, from 0.</param>
    /// <param name="total">How many segments the scan has.</param>
    /// <param name="after">The key after which it goes on; null for the beginning.</param>
    IEnumerable<StoredItem> Scan(int segment, int total, ItemKey? after);

    /// <summary>The items of a partition, in the order of the sort key.</summary>
    /// <param name="partition">Any key of the partition.</param>
    /// <param name="after">The key after which it goes on; null for the beginning.</param>
    /// <param name="isDescending">Whether it goes from the highest sort key to the lowest.</param>
    IEnumerable<StoredItem> Query(ItemKey partition, ItemKey? after, bool isDescending);
}
