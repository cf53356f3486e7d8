namespace DdbBatch;

/// <summary>The effect of an operation on its item.</summary>
public enum OperationKind
{
    /// <summary>PutRequest: replaces the whole item.</summary>
    Put,

    /// <summary>DeleteRequest: deletes the item by its key.</summary>
    Delete,

    /// <summary>
    /// UpdateItem: sets the attributes that are given and leaves the others; creates the item if there is none.
    /// </summary>
    Update,

    /// <summary>Puts the item only if no item has its key.</summary>
    Insert,
}
