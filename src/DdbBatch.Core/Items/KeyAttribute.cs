namespace DdbBatch.Items;

/// <summary>An attribute of a table's primary key, or of an index's key.</summary>
/// <param name="Name">The attribute's name, case-sensitive.</param>
/// <param name="Type">The type that DynamoDB requires.</param>
/// <param name="IndexName">The secondary index whose key it belongs to; null for the table's own key.</param>
/// <param name="IsSortKey">True for an index's sort key (RANGE). Ignored for the table's own key attributes, of which the
/// second one is the sort key.</param>
internal sealed record KeyAttribute(
    string Name,
    ScalarAttributeType Type,
    string? IndexName = null,
    bool IsSortKey = false);
