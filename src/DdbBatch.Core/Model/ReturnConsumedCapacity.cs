namespace DdbBatch;

/// <summary>What DynamoDB is asked to say of the capacity consumed (API reference, ReturnConsumedCapacity).</summary>
public enum ReturnConsumedCapacity
{
    /// <summary>The total of each table, its indexes included.</summary>
    Total,

    /// <summary>The same by index too.</summary>
    Indexes,
}
