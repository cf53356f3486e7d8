using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>
/// Reads the body of a successful answer (API reference, BatchWriteItem, "Response Syntax"). It takes nothing for granted:
/// an operation counts as written only if DynamoDB said so.
/// </summary>
internal static class BatchAnswerReader
{
    // Every answer has these: no new string for each.
    private static readonly string[] FrequentNames = ["UnprocessedItems", "ConsumedCapacity", "TableName", "CapacityUnits"];

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body as it came, UTF-8 JSON.</param>
    /// <param name="isOfAws">True if a checksum or a request id shows that an AWS service has answered.</param>
    /// <param name="request">The request that it answers.</param>
    /// <returns>
    /// A Success; a NoAnswer if the body can't be read to its end, or names operations that the request didn't have; null
    /// if it isn't DynamoDB's at all.
    /// </returns>
    public static CallAnswer? Read(ReadOnlySpan<byte> body, bool isOfAws, ISentBatch request)
    {
        try
        {
            Answer answer = ReadAnswer(body, request);
            // The API always sends the one, and the other to whoever asked for it, as all our requests do.
            if (!answer.HasUnprocessed || (answer.Capacity is null && !isOfAws))
                return null;
            return new CallAnswer.Success(answer.Unprocessed) { Capacity = answer.Capacity, ItemCollections = answer.Collections };
        }
        catch (Exception exception) when (exception is JsonException or ItemException or InvalidOperationException
            or FormatException or KeyNotFoundException or ArgumentException)
        {
            return isOfAws || exception is FormatException
                ? new CallAnswer.NoAnswer(CallStage.Answered, "CorruptAnswer", $"DynamoDB's answer can't be read: {JsonReasons.Of(exception)}")
                : null;
        }
    }

    private static Answer ReadAnswer(ReadOnlySpan<byte> body, ISentBatch request)
    {
        Answer answer = new();
        Utf8JsonReader reader = new(body, JsonLimits.Reader);
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } name)
        {
            if (name == "UnprocessedItems")
                answer.ReadUnprocessed(ref reader, body, request);
            else if (name == "ConsumedCapacity")
                answer.Capacity = ReadCapacity(ref reader);
            else if (name == "ItemCollectionMetrics")
                ReadCollections(ref reader, answer.Collections);
            else
                SkipValue(ref reader);
        }

        // The reader throws if anything but blanks follows.
        return reader.Read() ? throw new JsonException("Something follows its end.") : answer;
    }

    // Every answer has it: it is read without a document of its own.
    private static CapacityUse ReadCapacity(ref Utf8JsonReader reader)
    {
        CapacityUse use = new();
        Enter(ref reader, JsonTokenType.StartArray);
        while (NextElement(ref reader))
        {
            while (NextName(ref reader) is { } name)
                ReadCapacity(ref reader, name, use);
        }

        return use;
    }

    private static void ReadCapacity(ref Utf8JsonReader reader, string name, CapacityUse use)
    {
        if (name == "CapacityUnits")
            use.Total += ReadNumber(ref reader);
        else if (name == "Table")
            use.Add("", ReadUnits(ref reader));
        else if (name is "LocalSecondaryIndexes" or "GlobalSecondaryIndexes")
            ReadIndexes(ref reader, use);
        else
            SkipValue(ref reader);
    }

    private static void ReadIndexes(ref Utf8JsonReader reader, CapacityUse use)
    {
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } index)
            use.Add(index, ReadUnits(ref reader));
    }

    // {"CapacityUnits":1.0}
    private static double ReadUnits(ref Utf8JsonReader reader)
    {
        double units = 0;
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is { } name)
        {
            if (name == "CapacityUnits")
                units = ReadNumber(ref reader);
            else
                SkipValue(ref reader);
        }

        return units;
    }

    private static void ReadCollections(ref Utf8JsonReader reader, List<KeyValuePair<string, double>> collections)
    {
        Enter(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader) is not null)
        {
            Read(ref reader);
            foreach (JsonElement collection in JsonElement.ParseValue(ref reader).EnumerateArray())
            {
                JsonElement range = collection.GetProperty("SizeEstimateRangeGB");
                string key = collection.GetProperty("ItemCollectionKey").GetRawText();
                collections.Add(new(key, range[range.GetArrayLength() - 1].GetDouble()));
            }
        }
    }

    private static void Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            throw new JsonException("It ends too early.");
    }

    private static void Enter(ref Utf8JsonReader reader, JsonTokenType token)
    {
        Read(ref reader);
        if (reader.TokenType != token)
            throw new JsonException($"{token} is expected, not {reader.TokenType}.");
    }

    // The next member's name, or null at the object's own end.
    private static string? NextName(ref Utf8JsonReader reader)
    {
        Read(ref reader);
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;
        if (reader.TokenType != JsonTokenType.PropertyName)
            throw new JsonException($"A name is expected, not {reader.TokenType}.");
        foreach (string name in FrequentNames)
        {
            if (reader.ValueTextEquals(name))
                return name;
        }

        return reader.GetString();
    }

    // True at the start of the array's next object, false at the array's own end.
    private static bool NextElement(ref Utf8JsonReader reader)
    {
        Read(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.EndArray => false,
            _ => throw new JsonException($"An object is expected, not {reader.TokenType}."),
        };
    }

    private static double ReadNumber(ref Utf8JsonReader reader)
    {
        Enter(ref reader, JsonTokenType.Number);
        return reader.GetDouble();
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        Read(ref reader);
        reader.Skip();
    }

    private sealed class Answer
    {
        public bool HasUnprocessed { get; private set; }

        public List<int> Unprocessed { get; } = [];

        public CapacityUse? Capacity { get; set; }

        public List<KeyValuePair<string, double>> Collections { get; } = [];

        public void ReadUnprocessed(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, ISentBatch request)
        {
            if (HasUnprocessed)
                throw new JsonException("It has UnprocessedItems twice.");
            HasUnprocessed = true;
            Enter(ref reader, JsonTokenType.StartObject);
            while (NextName(ref reader) is not null)
            {
                Enter(ref reader, JsonTokenType.StartArray);
                while (NextElement(ref reader))
                    Add(ReadOperation(ref reader, body, request));
            }
        }

        private void Add(int operation)
        {
            if (Unprocessed.Contains(operation))
                throw new FormatException("An unprocessed item is there twice.");
            Unprocessed.Add(operation);
        }

        // {"PutRequest":{"Item":{…}}} or {"DeleteRequest":{"Key":{…}}}
        private static int ReadOperation(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, ISentBatch request)
        {
            OperationKind kind = NextName(ref reader) switch
            {
                "PutRequest" => OperationKind.Put,
                "DeleteRequest" => OperationKind.Delete,
                _ => throw new JsonException("A PutRequest or a DeleteRequest is expected."),
            };
            Enter(ref reader, JsonTokenType.StartObject);
            if (NextName(ref reader) != (kind == OperationKind.Put ? "Item" : "Key"))
                throw new JsonException("The item, or its key, is expected.");
            Enter(ref reader, JsonTokenType.StartObject);
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            ItemKey key = ItemKeyReader.Read(body[start..(int)reader.BytesConsumed], request.Schema);
            Enter(ref reader, JsonTokenType.EndObject);
            Enter(ref reader, JsonTokenType.EndObject);
            int index = request.IndexOf(kind, key);
            return index >= 0 ? index : throw new FormatException("An unprocessed item is none that was sent.");
        }
    }
}
