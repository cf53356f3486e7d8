namespace DdbBatch;

/// <summary>The effect of an operation on its item.</summary>
public enum OperationKind
{
    /// <summary>PutRequest: replaces the whole item.</summary>
    Put,

    /// <summary>DeleteRequest: deletes the item by its key.</summary>
    Delete,
}
