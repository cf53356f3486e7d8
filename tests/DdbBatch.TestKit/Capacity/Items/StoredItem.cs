using System;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>An item of a table.</summary>
/// <param name="key">Its key.</param>
/// <param name="json">Its attributes in DynamoDB JSON; empty if the table keeps no items.</param>
/// <param name="bytes">Its size by DynamoDB's rules.</param>
internal sealed class StoredItem(ItemKey key, ReadOnlyMemory<byte> json, int bytes)
{
    private const int BytesPerWriteUnit = 1024;
    private const int LargestBytes = 400 * 1024;

    /// <summary>Its key.</summary>
    public ItemKey Key => key;

    /// <summary>Its attributes in DynamoDB JSON.</summary>
    public ReadOnlyMemory<byte> Json => json;

    /// <summary>Its size.</summary>
    public int Bytes => bytes;

    /// <summary>WCU: one per KB of 1,024 bytes begun.</summary>
    public int WriteUnits => (bytes + BytesPerWriteUnit - 1) / BytesPerWriteUnit;

    /// <summary>Its attributes.</summary>
    public JsonElement Attributes => JsonElement.Parse(json.Span);

    /// <summary>True if two items, or none, are equal: the order of a set's members says nothing.</summary>
    public static bool AreSame(StoredItem? one, StoredItem? other) => one == other
        || (one is { Json.IsEmpty: false } && other is { Json.IsEmpty: false } && one.Encode().SequenceEqual(other.Encode()));

    /// <summary>An item of a request.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <exception cref="SimulatedErrorException">It is too large, or a value breaks a rule.</exception>
    public static StoredItem Create(ItemKey key, JsonElement attributes)
    {
        Check(attributes);
        return OfRaw(key, attributes);
    }

    /// <summary>Checks an item's values and its size, which DynamoDB does before it looks for the table.</summary>
    /// <exception cref="SimulatedErrorException">It is too large, or a value breaks a rule.</exception>
    public static void Check(JsonElement attributes)
    {
        ValueRules.Check(attributes);
        if (ItemSizer.SizeOf(JsonMarshal.GetRawUtf8Value(attributes)) > LargestBytes)
            throw SimulatedErrorException.Validation("Item size has exceeded the maximum allowed size");
    }

    /// <summary>An item as an update leaves it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="keyAttributes">The attributes of its key.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="overheadBytes">The bytes that are added when the size is checked, in place of the key attributes.</param>
    /// <exception cref="SimulatedErrorException">It is too large, or a value breaks a rule.</exception>
    public static StoredItem Updated(ItemKey key, JsonElement keyAttributes, JsonElement attributes, int overheadBytes)
    {
        ValueRules.Check(attributes);
        StoredItem item = OfRaw(key, attributes);
        int moreBytes = overheadBytes - ItemSizer.SizeOf(JsonMarshal.GetRawUtf8Value(keyAttributes));
        return item.Bytes + Math.Max(0, moreBytes) <= LargestBytes
            ? item
            : throw SimulatedErrorException.Validation("Item size to update has exceeded the maximum allowed size");
    }

    private ReadOnlySpan<byte> Encode() =>
        ComparableValue.Encode(DeepJson.Parse([.. "{\"M\":"u8, .. json.Span, (byte)'}']));

    private static StoredItem OfRaw(ItemKey key, JsonElement attributes)
    {
        byte[] json = JsonMarshal.GetRawUtf8Value(attributes).ToArray();
        return new StoredItem(key, json, ItemSizer.SizeOf(json));
    }
}
