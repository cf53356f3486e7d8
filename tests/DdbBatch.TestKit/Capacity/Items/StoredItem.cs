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

    /// <summary>An item of a request.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="tooLarge">DynamoDB's message if it is larger than an item can be.</param>
    /// <exception cref="SimulatedErrorException">It is too large.</exception>
    public static StoredItem Create(
        ItemKey key, JsonElement attributes, string tooLarge = "Item size has exceeded the maximum allowed size")
    {
        byte[] json = JsonMarshal.GetRawUtf8Value(attributes).ToArray();
        int bytes = ItemSizer.SizeOf(json);
        return bytes <= LargestBytes ? new StoredItem(key, json, bytes) : throw SimulatedErrorException.Validation(tooLarge);
    }
}
