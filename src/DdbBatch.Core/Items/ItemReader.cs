using System;

namespace DdbBatch.Items;

/// <summary>Reads the keys and sizes of items that DynamoDB returned. Not thread-safe.</summary>
/// <param name="schema">The table's keys.</param>
internal sealed class ItemReader(TableSchema schema)
{
    private readonly ItemKeyBuilder _key = new();
    private readonly ItemPath _path = new();

    /// <summary>Copies an item, with its size and its key.</summary>
    /// <param name="json">The item in DynamoDB JSON.</param>
    /// <exception cref="ItemException">The item lacks a key attribute, or has one of another type.</exception>
    public EncodedItem Read(ReadOnlySpan<byte> json)
    {
        _key.Clear();
        _path.Reset();
        ItemKey key = ItemKeyReader.Read(json, schema, _key, _path, checkIndexKeys: false, out int sizeBytes);
        return new EncodedItem(json.ToArray(), sizeBytes, key);
    }
}
