using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A table's key attributes, and the rules about them.</summary>
/// <param name="keys">Partition key and sort key, if any, as <c>Artist:S</c>.</param>
internal sealed class KeySchema(params IEnumerable<string?> keys)
{
    private const string Invalid = "One or more parameter values were invalid: ";
    private const string OtherKey = "The provided key element does not match the schema";
    private const int LongestPartitionKey = 2048;
    private const int LongestSortKey = 1024;

    /// <summary>Names and types, the partition key first.</summary>
    public IReadOnlyList<(string Name, string Type)> Attributes { get; } =
        [.. keys.OfType<string>().Select(key => (key[..key.LastIndexOf(':')], key[(key.LastIndexOf(':') + 1)..]))];

    /// <summary>The key of a whole item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="isInBatch">Whether it is an item of a BatchWriteItem, which reports a wrong type in other words.</param>
    /// <exception cref="SimulatedErrorException">It has no such key.</exception>
    public ItemKey KeyOfItem(JsonElement item, bool isInBatch = false)
    {
        foreach ((string name, string type) in Attributes)
        {
            if (!item.TryGetProperty(name, out JsonElement value))
                throw SimulatedErrorException.Validation($"{Invalid}Missing the key {name} in the item");
            if (ComparableValue.TypeOf(value) != type)
            {
                throw SimulatedErrorException.Validation(isInBatch
                    ? OtherKey
                    : $"{Invalid}Type mismatch for key {name} expected: {type} actual: {ComparableValue.TypeOf(value)}");
            }
        }

        return Read(item);
    }

    /// <summary>The key of a request, which has the key attributes and no others.</summary>
    /// <exception cref="SimulatedErrorException">It is another key.</exception>
    public ItemKey KeyOfRequest(JsonElement key)
    {
        bool fits = key.GetPropertyCount() == Attributes.Count && Attributes.All(attribute =>
            key.TryGetProperty(attribute.Name, out JsonElement value) && ComparableValue.TypeOf(value) == attribute.Type);
        return fits ? Read(key) : throw SimulatedErrorException.Validation(OtherKey);
    }

    /// <summary>The start of a partition.</summary>
    public static ItemKey PartitionOf(JsonElement partitionKey)
    {
        byte[] partition = ComparableValue.Encode(partitionKey);
        return new ItemKey(HashOf(partition), partition, []);
    }

    /// <summary>A hash that spreads similar values over its whole range.</summary>
    public static uint HashOf(ReadOnlySpan<byte> partitionKey) => Crc32.Compute(partitionKey) * 2_654_435_769;

    /// <summary>Writes the key of an item as an object.</summary>
    public void WriteKey(Utf8JsonWriter json, StoredItem item)
    {
        json.WriteStartObject();
        foreach ((string name, _) in Attributes)
        {
            json.WritePropertyName(name);
            item.Attributes.GetProperty(name).WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void CheckValue((string Name, string Type) key, JsonElement value, bool isPartitionKey)
    {
        if (key.Type == "N")
            return;
        // The first byte of a value is its type.
        int bytes = ComparableValue.Encode(value).Length - 1;
        if (bytes == 0)
        {
            throw SimulatedErrorException.Validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty " +
                $"{(key.Type == "S" ? "string" : "binary")} value. Key: {key.Name}");
        }

        if (bytes > (isPartitionKey ? LongestPartitionKey : LongestSortKey))
        {
            throw SimulatedErrorException.Validation(Invalid + (isPartitionKey
                ? $"Size of hashkey has exceeded the maximum size limit of{LongestPartitionKey} bytes"
                : $"Aggregated size of all range keys has exceeded the size limit of {LongestSortKey} bytes"));
        }
    }

    private ItemKey Read(JsonElement item)
    {
        for (int position = 0; position < Attributes.Count; position++)
            CheckValue(Attributes[position], item.GetProperty(Attributes[position].Name), position == 0);
        ItemKey partition = PartitionOf(item.GetProperty(Attributes[0].Name));
        return Attributes.Count == 1
            ? partition
            : new ItemKey(partition.Hash, partition.Partition, ComparableValue.Encode(item.GetProperty(Attributes[1].Name)));
    }
}
