using System;

namespace DdbBatch.Items;

/// <summary>Takes the keys out of items. Not thread-safe.</summary>
/// <param name="schema">The table's keys.</param>
internal sealed class KeySelector(TableSchema schema)
{
    private readonly Utf8Buffer _key = new();

    /// <summary>Returns the key of an item: its JSON is the key's attribute map, partition key first.</summary>
    /// <param name="json">The item in DynamoDB JSON.</param>
    /// <exception cref="ItemException">The item lacks a key attribute, or has one of another type.</exception>
    public EncodedItem Select(ReadOnlySpan<byte> json) => Select(json, ItemKeyReader.Read(json, schema));

    /// <summary>Returns the key of an item that was converted for the table.</summary>
    public EncodedItem Select(in EncodedItem item) => Select(item.Json, item.Key);

    private EncodedItem Select(ReadOnlySpan<byte> json, ItemKey identity)
    {
        _key.Clear();
        _key.WriteRaw((byte)'{');
        for (int i = 0; i < schema.KeyAttributes.Count; i++)
        {
            if (i > 0)
                _key.WriteRaw((byte)',');
            Write(json, schema.KeyAttributes[i].Name);
        }

        _key.WriteRaw((byte)'}');
        return new EncodedItem(_key.Written.ToArray(), SizeBytes: 0, identity);
    }

    private void Write(ReadOnlySpan<byte> json, string name)
    {
        ItemMembers members = new(json);
        while (members.Next())
        {
            if (members.Is(name))
                _key.WriteRaw(members.Name, ":"u8, members.Value);
        }
    }
}
