using DdbBatch.Items;
using DdbBatch.Writing;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The kinds of writes that contenders make.</summary>
internal enum WriteKind
{
    /// <summary>Puts, 25 a request.</summary>
    Put,

    /// <summary>Updates of three attributes, one a request.</summary>
    Merge,

    /// <summary>Inserts, 25 statements a request.</summary>
    Insert,

    /// <summary>Inserts by PutItem with a condition, one a request.</summary>
    InsertAlone,
}

/// <summary>The operations of a kind.</summary>
internal static class WriteKinds
{
    /// <summary>The operations of a request.</summary>
    public static int RequestSize(this WriteKind kind) => kind is WriteKind.Put or WriteKind.Insert ? 25 : 1;

    /// <summary>The items, in wire form.</summary>
    public static EncodedItem[] Items(this WriteKind kind, ItemShape shape) => Music.Encode(
        kind == WriteKind.Merge ? Music.Merges() : Music.Hashtables(shape));

    /// <summary>An operation with one of the items.</summary>
    public static WriteOperation Operation(this WriteKind kind, long position, EncodedItem item)
    {
        WriteOperation operation = new(position, KindOf(kind), item, null);
        if (kind == WriteKind.InsertAlone)
            operation.SendAlone();
        return operation;
    }

    private static OperationKind KindOf(WriteKind kind) => kind switch
    {
        WriteKind.Put => OperationKind.Put,
        WriteKind.Merge => OperationKind.Update,
        _ => OperationKind.Insert,
    };
}
