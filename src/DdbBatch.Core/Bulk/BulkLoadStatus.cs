namespace DdbBatch;

/// <summary>The status of a bulk load (API reference, "BulkOperationDescription").</summary>
public enum BulkLoadStatus
{
    /// <summary>A status that this version does not know.</summary>
    Unknown,

    /// <summary>DynamoDB is processing the load.</summary>
    InProgress,

    /// <summary>Every item was written.</summary>
    Completed,

    /// <summary>The load has ended, and some items were refused.</summary>
    CompletedWithErrors,

    /// <summary>The load is being stopped.</summary>
    Cancelling,

    /// <summary>The load was stopped. Items that were written remain.</summary>
    Cancelled,

    /// <summary>The load has failed. Some items may have been written.</summary>
    Failed,
}
