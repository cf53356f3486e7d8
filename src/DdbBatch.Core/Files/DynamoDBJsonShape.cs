using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>An item or a key in DynamoDB JSON, and the operation, if the file specifies it.</summary>
/// <param name="Attributes">The attribute map.</param>
/// <param name="Table">The table; null if the file does not specify it.</param>
/// <param name="Kind">Put or delete; null if the file does not specify it.</param>
internal readonly record struct DynamoDBJsonEntry(JsonElement Attributes, string? Table = null, OperationKind? Kind = null)
{
    /// <summary>The key, if the file specifies it.</summary>
    public JsonElement? Key { get; init; } = Kind == OperationKind.Delete ? Attributes : null;
}

/// <summary>
/// Distinguishes the shapes of DynamoDB JSON: items, exports, requests, responses. The shapes cannot be confused: an
/// attribute's value is an object of one type and its content, never an array and never an object with other names.
/// </summary>
internal static class DynamoDBJsonShape
{
    // Members of responses besides items (API reference: Scan, Query, GetItem, BatchGetItem, BatchWriteItem), and those that
    // the AWS CLI (NextToken) and the SDKs add.
    private static readonly HashSet<string> AnswerMembers = new(StringComparer.Ordinal)
    {
        "Count", "ScannedCount", "ConsumedCapacity", "LastEvaluatedKey", "NextToken", "ItemCollectionMetrics",
        "ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "ResponseMetadata", "$metadata",
    };

    /// <summary>Returns the items and keys in an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="isMember">True if the object is one member of a larger object that is read member by member.</param>
    /// <param name="isRevert">Read changes as the operations that undo them.</param>
    /// <exception cref="FormatException">It begins as a request, an answer or a change, and isn't one.</exception>
    public static IEnumerable<DynamoDBJsonEntry> Read(JsonElement value, bool isMember = false, bool isRevert = false)
    {
        if (ExportedChange.IsChange(value))
            return [ExportedChange.Read(value, isRevert)];
        if (isRevert)
            throw new FormatException("-Revert reads changes of an incremental export, and this is none.");
        return HasEnvelope(value, isMember) ? value.EnumerateObject().SelectMany(ReadMember) : [new DynamoDBJsonEntry(value)];
    }

    /// <summary>
    /// Returns whether an object is the response of a scan or query that did not come to its end (API reference, Scan:
    /// LastEvaluatedKey; AWS CLI, --max-items: NextToken), or a member of such a response.
    /// </summary>
    /// <returns>Null if the object says neither.</returns>
    public static bool? HasMore(JsonElement value)
    {
        bool? hasMore = null;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (IsAttributeValue(member.Value))
                return null;
            if (member.Name == "Items")
                hasMore ??= false;
            if ((member.Name == "NextToken" && member.Value.ValueKind == JsonValueKind.String)
                || (member.Name == "LastEvaluatedKey" && !IsEmptyObject(member.Value)))
                hasMore = true;
        }

        return hasMore;
    }

    /// <summary>True if every member of an object is an attribute's value.</summary>
    public static bool IsMap(JsonElement map)
    {
        foreach (JsonProperty attribute in map.EnumerateObject())
        {
            if (!IsAttributeValue(attribute.Value))
                return false;
        }

        return true;
    }

    /// <summary>
    /// True if an object that is read as plain JSON has one of these shapes: all of its values have types, or all in a
    /// request or a response.
    /// </summary>
    public static bool IsLikely(JsonElement value)
    {
        if (!value.EnumerateObject().Any())
            return false;
        if (IsMap(value) || ExportedChange.IsChange(value))
            return true;
        try
        {
            return HasEnvelope(value, isMember: false) && Read(value).ToList() is { Count: > 0 } entries && entries.All(entry => IsMap(entry.Attributes));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Every member of a response or a request must be a known one. An item may have attributes of these names, but their
    // values have types.
    private static bool HasEnvelope(JsonElement value, bool isMember)
    {
        bool hasMember = false;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (IsAttributeValue(member.Value))
                return false;
            hasMember |= IsContent(member) || (isMember && AnswerMembers.Contains(member.Name));
        }

        return hasMember;
    }

    private static bool IsContent(JsonProperty member) => member.Value.ValueKind switch
    {
        // A table's name has at least three characters, so it is never the name of a type.
        JsonValueKind.Array => member.Name.Length > 2,
        JsonValueKind.Object => member.Name is "Item" or "RequestItems" or "UnprocessedItems" or "Responses" or "Attributes",
        _ => false,
    };

    private static IEnumerable<DynamoDBJsonEntry> ReadMember(JsonProperty member)
    {
        JsonElement value = member.Value;
        switch (member.Name)
        {
            // Developer Guide, "DynamoDB table export output format": {"Item":{…}}; also the response of GetItem.
            case "Item" or "Attributes" when value.ValueKind == JsonValueKind.Object:
                return [new DynamoDBJsonEntry(value)];
            case "RequestItems" or "UnprocessedItems":
                return ReadTables(member.Name, value);
            case "Responses" when value.ValueKind == JsonValueKind.Object:
                return value.EnumerateObject().SelectMany(table => ReadItems(table.Name, table.Value));
            case "Responses" or "Items" when value.ValueKind == JsonValueKind.Array && !IsRequestList(value):
                return ReadItems(member.Name, value);
            case "UnprocessedKeys":
                return IsEmptyObject(value)
                    ? []
                    : throw new FormatException("UnprocessedKeys has keys whose items were not read. Read them again.");
            default:
                return AnswerMembers.Contains(member.Name) ? [] : ReadRequests(member.Name, value);
        }
    }

    private static bool IsEmptyObject(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any());

    private static bool IsRequestList(JsonElement list) =>
        list.GetArrayLength() > 0
        && list[0].ValueKind == JsonValueKind.Object
        && (TryGetOnly(list[0], "PutRequest", out _) || TryGetOnly(list[0], "DeleteRequest", out _));

    // A response's list of items may be empty. TransactGetItems returns {"Item":{…}} for an item that it found, and {} for
    // one that it did not.
    private static IEnumerable<DynamoDBJsonEntry> ReadItems(string name, JsonElement items)
    {
        if (items.ValueKind != JsonValueKind.Array)
            throw new FormatException($"{name} has no array of items.");
        foreach (JsonElement item in items.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
                throw new FormatException($"{name} has an element that is no item.");
            if (TryGetOnly(item, "Item", out JsonElement inner) && !IsAttributeValue(inner))
                yield return new DynamoDBJsonEntry(inner);
            else if (item.EnumerateObject().Any())
                yield return new DynamoDBJsonEntry(item);
        }
    }

    private static IEnumerable<DynamoDBJsonEntry> ReadTables(string name, JsonElement tables)
    {
        if (tables.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{name} is no object of tables and their requests.");
        if (name == "RequestItems" && !tables.EnumerateObject().Any())
            throw new FormatException("RequestItems has no table.");
        return tables.EnumerateObject().SelectMany(table => ReadRequests(table.Name, table.Value));
    }

    private static IEnumerable<DynamoDBJsonEntry> ReadRequests(string table, JsonElement requests)
    {
        if (requests.ValueKind != JsonValueKind.Array)
            throw new FormatException($"Table '{table}' has no array of requests.");
        if (requests.GetArrayLength() == 0)
            throw new FormatException($"Table '{table}' has an empty array of requests.");
        return requests.EnumerateArray().Select(request => ReadRequest(table, request));
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
            $"'{table}' is read as a table, and its element is no request: it has neither PutRequest with Item nor "
            + "DeleteRequest with Key. Items are read from an array, from one object a line, or from under Items.");
    }

    // Some programs write the other members as null.
    private static bool TryGetOnly(JsonElement value, string name, out JsonElement content)
    {
        content = default;
        bool isFound = false;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (isFound || property.Name != name)
                return false;
            isFound = true;
            content = property.Value;
        }

        return isFound && content.ValueKind == JsonValueKind.Object;
    }

    // An attribute may be named M, and a map may have attributes named like types, so the content decides. Some programs
    // write the other types as null.
    private static bool IsAttributeValue(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return false;
        int count = 0;
        bool isValue = false;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
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
}
