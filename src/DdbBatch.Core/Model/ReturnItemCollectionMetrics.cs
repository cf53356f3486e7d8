namespace DdbBatch;

/// <summary>
/// The item collection metrics that DynamoDB returns (API reference, ReturnItemCollectionMetrics); only tables with local
/// secondary indexes have any.
/// </summary>
public enum ReturnItemCollectionMetrics
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An estimate of their size.</summary>
    Size,
}
