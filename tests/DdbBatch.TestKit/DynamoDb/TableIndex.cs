namespace DdbBatch.TestKit;

/// <summary>A secondary index of a table to create, with all attributes projected.</summary>
/// <param name="Name">The index's name.</param>
/// <param name="PartitionKey">Name and type, as <c>Genre:S</c>.</param>
/// <param name="SortKey">Name and type; null if the index has none.</param>
/// <param name="IsLocal">A local index (it shares the table's partition key) rather than a global one.</param>
public sealed record TableIndex(string Name, string PartitionKey, string? SortKey = null, bool IsLocal = false);
