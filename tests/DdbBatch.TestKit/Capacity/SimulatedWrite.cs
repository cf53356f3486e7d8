using System;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A put or delete of a BatchWriteItem.</summary>
/// <param name="Table">The table it goes to.</param>
/// <param name="Json">Where the WriteRequest is in the body.</param>
/// <param name="IsDelete">Whether it deletes.</param>
/// <param name="ItemBytes">The size of the item to put, or of the key to delete.</param>
/// <param name="Key">The key's values as they are written in the body.</param>
/// <param name="PartitionHash">Says which partition the key is in.</param>
internal readonly record struct SimulatedWrite(
    SimulatedTable Table, Range Json, bool IsDelete, int ItemBytes, string Key, uint PartitionHash)
{
    /// <summary>WCU: one per KB of 1,024 bytes begun.</summary>
    public int Units => (ItemBytes + 1023) / 1024;
}
