using System;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A put or delete of a BatchWriteItem.</summary>
/// <param name="Table">The table it goes to.</param>
/// <param name="Json">The place of the WriteRequest in the body.</param>
/// <param name="Key">The item's key.</param>
/// <param name="Item">The item to put; null for a delete.</param>
internal readonly record struct SimulatedWrite(SimulatedTable Table, Range Json, ItemKey Key, StoredItem? Item)
{
    /// <summary>Whether it deletes.</summary>
    public bool IsDelete => Item is null;
}
