namespace DdbBatch.Items;

/// <summary>
/// DynamoDB's limits on an item (Developer Guide, "Quotas in Amazon DynamoDB" and "Constraints in Amazon DynamoDB").
/// </summary>
internal static class ItemRules
{
    /// <summary>The largest item, by DynamoDB's own count: names and values.</summary>
    public const int MaxItemSizeBytes = 400 * 1024;

    /// <summary>The longest partition key value, of a table or of an index.</summary>
    public const int MaxPartitionKeyBytes = 2048;

    /// <summary>The longest sort key value, of a table or of an index.</summary>
    public const int MaxSortKeyBytes = 1024;

    /// <summary>The longest attribute name in UTF-8.</summary>
    public const int MaxAttributeNameBytes = 65535;

    /// <summary>
    /// The levels of maps and lists in one another below the item. A scalar may stand one level deeper: 32 in all.
    /// </summary>
    public const int MaxContainerDepth = 31;

    /// <summary>What a map or a list costs by itself.</summary>
    public const int ContainerSizeBytes = 3;

    /// <summary>What each element of a map or a list costs beside its name and value.</summary>
    public const int ElementSizeBytes = 1;
}
