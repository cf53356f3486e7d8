using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace DdbBatch.TestKit;

/// <summary>
/// A table that keeps of each item a hash of its key and a hash of the whole: a million items take some seconds, and two
/// tables with the same items have the same <see cref="Value"/>.
/// </summary>
/// <param name="keys">The names of the key attributes.</param>
public sealed class ItemDigest(params IReadOnlyList<string> keys)
{
    private readonly ConcurrentDictionary<UInt128, UInt128> _items = [];

    /// <summary>How many items it holds.</summary>
    public int Count => _items.Count;

    /// <summary>A number that depends on the items alone, whatever the order they came in.</summary>
    public UInt128 Value => _items.Values.Aggregate(UInt128.Zero, (sum, hash) => unchecked(sum + hash));

    /// <summary>Puts an item, in the place of one with the same key.</summary>
    /// <param name="item">The item, an object of attributes in DynamoDB JSON.</param>
    /// <returns>Null if the item was put; otherwise the missing key attribute.</returns>
    public string? Put(JsonElement item)
    {
        if (keys.FirstOrDefault(key => !item.TryGetProperty(key, out _)) is { } missing)
            return missing;
        _items[Hash(keys.Select(key => (key, item.GetProperty(key))))] = Hash(Attributes(item));
        return null;
    }

    private static UInt128 Hash(IEnumerable<(string Name, JsonElement Value)> attributes)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
            WriteObject(writer, attributes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.WrittenSpan, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <summary>Writes what is the same item in the same way: the order of attributes and of members of sets is nothing.</summary>
    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<(string Name, JsonElement Value)> attributes)
    {
        writer.WriteStartObject();
        foreach ((string name, JsonElement value) in attributes.OrderBy(pair => pair.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value, isSet: name is "SS" or "NS" or "BS");
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement value, bool isSet)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, Attributes(value));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                IEnumerable<JsonElement> members = value.EnumerateArray();
                foreach (JsonElement member in isSet ? members.OrderBy(text => text.GetString(), StringComparer.Ordinal) : members)
                    WriteValue(writer, member, isSet: false);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Attributes(JsonElement item) =>
        item.EnumerateObject().Select(attribute => (attribute.Name, attribute.Value));
}
