namespace DdbBatch;

/// <summary>
/// What DynamoDB is asked to say of item collections (API reference, ReturnItemCollectionMetrics); only tables with local
/// secondary indexes have any.
/// </summary>
public enum ReturnItemCollectionMetrics
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An estimate of their size.</summary>
    Size,
}
