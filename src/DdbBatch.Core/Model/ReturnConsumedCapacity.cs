namespace DdbBatch;

/// <summary>The consumed capacity that DynamoDB returns (API reference, ReturnConsumedCapacity).</summary>
public enum ReturnConsumedCapacity
{
    /// <summary>The total of each table, its indexes included.</summary>
    Total,

    /// <summary>The total, and the capacity of the table and each index.</summary>
    Indexes,
}
