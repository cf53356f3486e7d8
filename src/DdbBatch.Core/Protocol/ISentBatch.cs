using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>The operations of a BatchWriteItem call, by which its answer is read.</summary>
internal interface ISentBatch
{
    /// <summary>The keys of the table.</summary>
    TableSchema Schema { get; }

    /// <summary>Returns the index of the operation with a key; -1 if the call has no such operation.</summary>
    int IndexOf(OperationKind kind, ItemKey key);
}
