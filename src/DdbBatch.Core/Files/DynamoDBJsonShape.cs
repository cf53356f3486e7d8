using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>An item or a key in DynamoDB JSON, and what is to be done with it, where the file says so.</summary>
/// <param name="Attributes">The attribute map.</param>
/// <param name="Table">The table; null where the file doesn't say.</param>
/// <param name="Kind">Put or delete; null where the file doesn't say.</param>
internal readonly record struct DynamoDBJsonEntry(JsonElement Attributes, string? Table = null, OperationKind? Kind = null);

/// <summary>
/// Tells the shapes apart in which DynamoDB JSON comes. None can be taken for another: an attribute's value is an object
/// of one type and its content, never an array and never an object of other names.
/// </summary>
internal static class DynamoDBJsonShape
{
    /// <summary>The items and keys in an object.</summary>
    /// <exception cref="FormatException">It begins as a request and isn't one.</exception>
    public static IEnumerable<DynamoDBJsonEntry> Read(JsonElement value)
    {
        // Developer Guide, "DynamoDB table export output format": {"Item":{…}}.
        if (TryGetOnly(value, "Item", out JsonElement item) && !IsAttributeValue(item))
            return [new DynamoDBJsonEntry(item)];
        // API reference, BatchWriteItem: {"RequestItems":{"Music":[…]}}, or what is under RequestItems.
        if (TryGetOnly(value, "RequestItems", out JsonElement tables) && IsRequest(tables))
            return ReadTables(tables);
        return IsRequest(value) ? ReadTables(value) : [new DynamoDBJsonEntry(value)];
    }

    /// <summary>Whether every member of an object is an attribute's value.</summary>
    public static bool IsMap(JsonElement map)
    {
        foreach (JsonProperty attribute in map.EnumerateObject())
        {
            if (!IsAttributeValue(attribute.Value))
                return false;
        }

        return true;
    }

    private static bool TryGetOnly(JsonElement value, string name, out JsonElement content)
    {
        content = default;
        int count = 0;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (++count > 1 || property.Name != name)
                return false;
            content = property.Value;
        }

        return count == 1 && content.ValueKind == JsonValueKind.Object;
    }

    // A table's name has three characters at least, and is no type.
    private static bool IsRequest(JsonElement value)
    {
        foreach (JsonProperty table in value.EnumerateObject())
            return table.Value.ValueKind == JsonValueKind.Array && table.Name.Length > 2;
        return false;
    }

    // An attribute may be named M, and a map hold attributes named as types are: what is within decides.
    private static bool IsAttributeValue(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return false;
        int count = 0;
        bool isValue = false;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            count++;
            isValue = property.Name switch
            {
                "M" => property.Value.ValueKind == JsonValueKind.Object && IsMap(property.Value),
                "S" or "N" or "B" => property.Value.ValueKind == JsonValueKind.String,
                "BOOL" or "NULL" => property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "SS" or "NS" or "BS" or "L" => property.Value.ValueKind == JsonValueKind.Array,
                _ => false,
            };
        }

        return count == 1 && isValue;
    }

    private static IEnumerable<DynamoDBJsonEntry> ReadTables(JsonElement tables)
    {
        foreach (JsonProperty table in tables.EnumerateObject())
        {
            if (table.Value.ValueKind != JsonValueKind.Array)
                throw new FormatException($"Table '{table.Name}' has no array of requests.");
            foreach (JsonElement request in table.Value.EnumerateArray())
                yield return ReadRequest(table.Name, request);
        }
    }

    private static DynamoDBJsonEntry ReadRequest(string table, JsonElement request)
    {
        if (request.ValueKind == JsonValueKind.Object)
        {
            if (TryGetOnly(request, "PutRequest", out JsonElement put) && TryGetOnly(put, "Item", out JsonElement item))
                return new DynamoDBJsonEntry(item, table, OperationKind.Put);
            if (TryGetOnly(request, "DeleteRequest", out JsonElement delete) && TryGetOnly(delete, "Key", out JsonElement key))
                return new DynamoDBJsonEntry(key, table, OperationKind.Delete);
        }

        throw new FormatException(
            $"A request of table '{table}' has neither PutRequest with Item nor DeleteRequest with Key.");
    }
}
