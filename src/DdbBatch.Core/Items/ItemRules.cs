namespace DdbBatch.Items;

/// <summary>
/// DynamoDB's limits on an item (Developer Guide, "Quotas in Amazon DynamoDB" and "Constraints in Amazon DynamoDB").
/// </summary>
internal static class ItemRules
{
    /// <summary>The maximum size of an item, in bytes: names and values.</summary>
    public const int MaxItemSizeBytes = 400 * 1024;

    /// <summary>The maximum size of a partition key value of a table or an index, in bytes.</summary>
    public const int MaxPartitionKeyBytes = 2048;

    /// <summary>The maximum size of a sort key value of a table or an index, in bytes.</summary>
    public const int MaxSortKeyBytes = 1024;

    /// <summary>The maximum length of an attribute name, in bytes of UTF-8.</summary>
    public const int MaxAttributeNameBytes = 65535;

    /// <summary>
    /// The maximum number of nested maps and lists below the item. A scalar may be one level deeper: 32 in all.
    /// </summary>
    public const int MaxContainerDepth = 31;

    /// <summary>The size of a map or a list without its elements, in bytes.</summary>
    public const int ContainerSizeBytes = 3;

    /// <summary>The size that each element of a map or a list adds to that of its name and value, in bytes.</summary>
    public const int ElementSizeBytes = 1;
}
