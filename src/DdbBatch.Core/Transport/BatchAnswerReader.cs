using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>Reads the body of a successful answer (API reference, BatchWriteItem, "Response Syntax").</summary>
internal static class BatchAnswerReader
{
    // Every answer has these: no new string for each.
    private static readonly string[] FrequentNames = ["UnprocessedItems", "ConsumedCapacity", "TableName", "CapacityUnits"];

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body as it came, UTF-8 JSON.</param>
    /// <param name="request">The request that it answers.</param>
    /// <returns>
    /// A Success; or a NoAnswer where the body can't be read, or speaks of operations that the request didn't have: then
    /// nothing it says can be trusted.
    /// </returns>
    public static BatchAnswer Read(ReadOnlySpan<byte> body, BatchRequest request)
    {
        try
        {
            return ReadSuccess(body, request);
        }
        catch (Exception exception) when (exception is JsonException or ItemException or InvalidOperationException
            or FormatException)
        {
            return new BatchAnswer.NoAnswer(true, "CorruptAnswer", $"DynamoDB's answer can't be read: {exception.Message}");
        }
    }

    private static BatchAnswer.Success ReadSuccess(ReadOnlySpan<byte> body, BatchRequest request)
    {
        List<int> unprocessed = [];
        CapacityUse? capacity = null;
        List<KeyValuePair<string, double>> collections = [];
        Utf8JsonReader reader = new(body, JsonLimits.Reader);
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } name)
        {
            if (!reader.Read())
                throw new JsonException("It ends too early.");
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            if (name == "UnprocessedItems")
                ReadTables(ref reader, body, request, unprocessed);
            else if (name == "ConsumedCapacity")
                capacity = ReadCapacity(ref reader);
            else if (name == "ItemCollectionMetrics")
                ReadCollections(JsonElement.ParseValue(ref reader), collections);
            else
                reader.Skip();
        }

        return new BatchAnswer.Success(unprocessed) { Capacity = capacity, ItemCollections = collections };
    }

    private static void ReadTables(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> body, BatchRequest request, List<int> unprocessed)
    {
        while (NextName(ref reader) is not null)
        {
            Enter(ref reader, JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                unprocessed.Add(ReadOperation(ref reader, body, request));
        }
    }

    // {"PutRequest":{"Item":{…}}} or {"DeleteRequest":{"Key":{…}}}
    private static int ReadOperation(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, BatchRequest request)
    {
        OperationKind kind = NextName(ref reader) == "PutRequest" ? OperationKind.Put : OperationKind.Delete;
        Enter(ref reader, JsonTokenType.StartObject);
        NextName(ref reader);
        Enter(ref reader, JsonTokenType.StartObject);
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        ItemKey key = ItemKeyReader.Read(body[start..(int)reader.BytesConsumed], request.Lane.Schema);
        Enter(ref reader, JsonTokenType.EndObject);
        Enter(ref reader, JsonTokenType.EndObject);
        int index = request.IndexOf(kind, key);
        return index >= 0 ? index : throw new FormatException("An unprocessed item is none that was sent.");
    }

    // Every answer has it: it is read without a document of its own.
    private static CapacityUse ReadCapacity(ref Utf8JsonReader reader)
    {
        CapacityUse use = new();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (NextName(ref reader) is { } name)
                ReadCapacity(ref reader, name, use);
        }

        return use;
    }

    private static void ReadCapacity(ref Utf8JsonReader reader, string name, CapacityUse use)
    {
        reader.Read();
        if (name == "CapacityUnits")
            use.Total += reader.GetDouble();
        else if (reader.TokenType != JsonTokenType.StartObject)
            reader.Skip();
        else if (name == "Table")
            use.Add("", ReadUnits(ref reader));
        else if (name is "LocalSecondaryIndexes" or "GlobalSecondaryIndexes")
            ReadIndexes(ref reader, use);
        else
            reader.Skip();
    }

    private static void ReadIndexes(ref Utf8JsonReader reader, CapacityUse use)
    {
        while (NextName(ref reader) is { } index)
        {
            Enter(ref reader, JsonTokenType.StartObject);
            use.Add(index, ReadUnits(ref reader));
        }
    }

    // {"CapacityUnits":1.0}
    private static double ReadUnits(ref Utf8JsonReader reader)
    {
        double units = 0;
        while (NextName(ref reader) is { } name)
        {
            reader.Read();
            if (name == "CapacityUnits")
                units = reader.GetDouble();
            else
                reader.Skip();
        }

        return units;
    }

    private static void ReadCollections(JsonElement tables, List<KeyValuePair<string, double>> collections)
    {
        foreach (JsonProperty table in tables.EnumerateObject())
        {
            foreach (JsonElement collection in table.Value.EnumerateArray())
            {
                JsonElement range = collection.GetProperty("SizeEstimateRangeGB");
                string key = collection.GetProperty("ItemCollectionKey").GetRawText();
                collections.Add(new(key, range[range.GetArrayLength() - 1].GetDouble()));
            }
        }
    }

    private static void Enter(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new JsonException($"{token} is expected where {reader.TokenType} stands.");
    }

    private static string? NextName(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return null;
        foreach (string name in FrequentNames)
        {
            if (reader.ValueTextEquals(name))
                return name;
        }

        return reader.GetString();
    }
}
