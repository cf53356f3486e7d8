using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>
/// Reads a successful answer to DescribeTable (API reference, TableDescription), as far as writing requires it.
/// </summary>
internal static class TableDescriptionReader
{
    /// <summary>The body of a request for a table.</summary>
    /// <param name="table">Its name or ARN.</param>
    public static byte[] RequestBody(string table) => Encoding.UTF8.GetBytes($"{{\"TableName\":\"{JsonEncodedText.Encode(table)}\"}}");

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body as it came, UTF-8 JSON.</param>
    /// <param name="isOfAws">True if a checksum or a request id shows that an AWS service has answered.</param>
    /// <param name="table">The name or ARN that was asked for.</param>
    /// <returns>
    /// A Description; a NoAnswer if the body can't be read, or describes another table; null if it isn't DynamoDB's at all.
    /// </returns>
    public static CallAnswer? Read(byte[] body, bool isOfAws, string table)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Table", out JsonElement found))
                return isOfAws ? throw new FormatException("It describes no table.") : null;
            string name = Text(found, "TableName");
            return name == table.Substring(table.LastIndexOf('/') + 1)
                ? ReadTable(found)
                : throw new FormatException($"It describes the table '{name}'.");
        }
        catch (JsonException) when (!isOfAws)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            return new CallAnswer.NoAnswer(CallStage.Answered, "CorruptAnswer", $"DynamoDB's answer can't be read: {JsonReasons.Of(exception)}");
        }
    }

    private static CallAnswer.Description ReadTable(JsonElement table)
    {
        if (Text(table, "TableStatus") == "CREATING")
            return new CallAnswer.Description(null);
        Dictionary<string, string> types = [];
        foreach (JsonElement attribute in Elements(table, "AttributeDefinitions"))
            types[Text(attribute, "AttributeName")] = Text(attribute, "AttributeType");
        List<KeyAttribute> indexKeys = [];
        List<IndexThroughput> indexes = [];
        string? creatingIndex = null;
        foreach (string kind in new[] { "LocalSecondaryIndexes", "GlobalSecondaryIndexes" })
        {
            foreach (JsonElement index in Elements(table, kind))
            {
                List<KeyAttribute> keys = ReadKeys(index, types, Text(index, "IndexName"));
                indexKeys.AddRange(keys);
                indexes.Add(ReadIndex(index, keys, isLocal: kind == "LocalSecondaryIndexes"));
                creatingIndex ??= IsCreating(index) ? Text(index, "IndexName") : null;
            }
        }

        return new CallAnswer.Description(new TableDescription(
            new TableSchema(Text(table, "TableName"), ReadKeys(table, types, indexName: null), indexKeys),
            table.TryGetProperty("TableArn", out JsonElement arn) ? arn.GetString()! : Text(table, "TableName"),
            new Throughput(ReadWriteCapacity(table), indexes))
        {
            TableId = ReadId(table),
            ReadCapacity = ReadCapacity(table, "ReadCapacityUnits", "ReadUnitsPerSecond", "MaxReadRequestUnits"),
            ItemCount = (long?)Number(table, "ItemCount"),
            SizeBytes = (long?)Number(table, "TableSizeBytes"),
            Status = Text(table, "TableStatus"),
            IsGlobal = IsGlobal(table),
            CreatingIndex = creatingIndex,
        });
    }

    private static string? ReadId(JsonElement table) =>
        table.TryGetProperty("TableId", out JsonElement id) ? id.GetString()
        : table.TryGetProperty("CreationDateTime", out JsonElement time) ? time.GetRawText()
        : null;

    private static List<KeyAttribute> ReadKeys(JsonElement owner, Dictionary<string, string> types, string? indexName)
    {
        List<KeyAttribute> keys = [];
        foreach (JsonElement element in Elements(owner, "KeySchema"))
        {
            string name = Text(element, "AttributeName");
            bool isSortKey = Text(element, "KeyType") == "RANGE";
            keys.Insert(isSortKey ? keys.Count : 0, new KeyAttribute(name, ReadType(types[name]), indexName, isSortKey));
        }

        return keys;
    }

    private static ScalarAttributeType ReadType(string type) => type switch
    {
        "S" => ScalarAttributeType.S,
        "N" => ScalarAttributeType.N,
        "B" => ScalarAttributeType.B,
        _ => throw new FormatException($"No key is of type '{type}'."),
    };

    private static IndexThroughput ReadIndex(JsonElement index, List<KeyAttribute> keys, bool isLocal) =>
        new(Text(index, "IndexName"), keys.ConvertAll(key => key.Name), isLocal, isLocal ? null : ReadWriteCapacity(index));

    // A table that is not a global one lacks these members, or they are empty.
    private static bool IsGlobal(JsonElement table) =>
        (table.TryGetProperty("GlobalTableVersion", out JsonElement version) && !string.IsNullOrEmpty(version.GetString()))
        || (table.TryGetProperty("Replicas", out JsonElement replicas)
            && replicas.ValueKind == JsonValueKind.Array && replicas.GetArrayLength() > 0);

    // A global index that is being created or backfilled delays some operations.
    private static bool IsCreating(JsonElement index) =>
        (index.TryGetProperty("IndexStatus", out JsonElement status) && status.GetString() == "CREATING")
        || (index.TryGetProperty("Backfilling", out JsonElement backfilling) && backfilling.ValueKind == JsonValueKind.True);

    // On-demand tables have a provisioned capacity of 0, and may have a separate maximum.
    private static double? ReadWriteCapacity(JsonElement owner) =>
        ReadCapacity(owner, "WriteCapacityUnits", "WriteUnitsPerSecond", "MaxWriteRequestUnits");

    private static double? ReadCapacity(JsonElement owner, string provisioned, string warm, string limit)
    {
        if (Number(owner, "ProvisionedThroughput", provisioned) is > 0 and { } units)
            return units;
        double? warmUnits = Number(owner, "WarmThroughput", warm);
        return Number(owner, "OnDemandThroughput", limit) is > 0 and { } most ? Math.Min(most, warmUnits ?? most) : warmUnits;
    }

    private static string Text(JsonElement owner, string name) =>
        owner.GetProperty(name).GetString() ?? throw new FormatException($"It has no {name}.");

    private static IEnumerable<JsonElement> Elements(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static double? Number(JsonElement owner, string part, string name) =>
        owner.TryGetProperty(part, out JsonElement element) && element.ValueKind == JsonValueKind.Object
            ? Number(element, name)
            : null;

    private static double? Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;
}
