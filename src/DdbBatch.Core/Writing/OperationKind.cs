namespace DdbBatch;

/// <summary>What an operation does to its item.</summary>
public enum OperationKind
{
    /// <summary>PutRequest: replaces the whole item.</summary>
    Put,

    /// <summary>DeleteRequest: deletes the item by its key.</summary>
    Delete,
}
