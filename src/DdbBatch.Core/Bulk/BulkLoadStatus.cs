namespace DdbBatch;

/// <summary>Where a bulk load stands (API reference, "BulkOperationDescription").</summary>
public enum BulkLoadStatus
{
    /// <summary>A status that this version doesn't know.</summary>
    Unknown,

    /// <summary>DynamoDB is working on it.</summary>
    InProgress,

    /// <summary>Every item was written.</summary>
    Completed,

    /// <summary>It has ended, and some items were refused.</summary>
    CompletedWithErrors,

    /// <summary>It is being stopped.</summary>
    Cancelling,

    /// <summary>It was stopped; items that were written stay.</summary>
    Cancelled,

    /// <summary>It has failed; some items may be written.</summary>
    Failed,
}
