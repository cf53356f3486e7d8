using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Reading;

namespace DdbBatch.Protocol;

/// <summary>Reads the body of a successful answer to Scan or Query (API reference, "Response Syntax").</summary>
/// <remarks>
/// A page that is not exactly what the API promises is refused as a whole: an item that is left out unnoticed would make
/// a read incomplete without an error.
/// </remarks>
internal static class PageReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body as it came, UTF-8 JSON; the page's items are slices of it.</param>
    /// <exception cref="FormatException">It is not an answer of DynamoDB's, or not a complete one.</exception>
    public static Page Read(byte[] body)
    {
        try
        {
            return ReadPage(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static Page ReadPage(byte[] body)
    {
        List<ReadOnlyMemory<byte>>? items = null;
        byte[]? lastKey = null;
        long? count = null;
        long? scanned = null;
        double? units = null;
        Utf8JsonReader reader = new(body, JsonLimits.Reader);
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("Items"u8))
                items = ReadItems(ref reader, body);
            else if (reader.ValueTextEquals("LastEvaluatedKey"u8))
                lastKey = ReadKey(ref reader, body);
            else if (reader.ValueTextEquals("Count"u8))
                count = ReadCount(ref reader);
            else if (reader.ValueTextEquals("ScannedCount"u8))
                scanned = ReadCount(ref reader);
            else if (reader.ValueTextEquals("ConsumedCapacity"u8))
                units = ReadUnits(ref reader);
            else
                SkipValue(ref reader);
        }

        if (reader.Read())
            throw new FormatException("Something follows the answer.");
        if (items is null || count != items.Count)
            throw new FormatException($"It has {items?.Count ?? 0} items and says it has {count?.ToString() ?? "none"}.");
        return new Page
        {
            Items = items,
            LastEvaluatedKey = lastKey,
            ScannedCount = scanned ?? items.Count,
            ConsumedUnits = units,
            SizeBytes = body.Length,
        };
    }

    private static List<ReadOnlyMemory<byte>> ReadItems(ref Utf8JsonReader reader, byte[] body)
    {
        List<ReadOnlyMemory<byte>> items = [];
        Expect(ref reader, JsonTokenType.StartArray);
        while (true)
        {
            Move(ref reader);
            if (reader.TokenType == JsonTokenType.EndArray)
                return items;
            items.Add(SliceObject(ref reader, body));
        }
    }

    private static byte[]? ReadKey(ref Utf8JsonReader reader, byte[] body)
    {
        Move(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        byte[] key = SliceObject(ref reader, body).ToArray();
        return key.Length > 2 ? key : throw new FormatException("LastEvaluatedKey is empty.");
    }

    private static ReadOnlyMemory<byte> SliceObject(ref Utf8JsonReader reader, byte[] body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"An object is expected, not {reader.TokenType}.");
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body.AsMemory(start, (int)reader.BytesConsumed - start);
    }

    private static long ReadCount(ref Utf8JsonReader reader)
    {
        Move(ref reader);
        return reader.GetInt64();
    }

    // {"TableName":"…","CapacityUnits":128.0}
    private static double? ReadUnits(ref Utf8JsonReader reader)
    {
        double? units = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("CapacityUnits"u8))
            {
                Move(ref reader);
                units = reader.GetDouble();
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        return units;
    }

    private static bool NextName(ref Utf8JsonReader reader)
    {
        Move(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.PropertyName => true,
            JsonTokenType.EndObject => false,
            _ => throw new FormatException($"A name is expected, not {reader.TokenType}."),
        };
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        Move(ref reader);
        reader.Skip();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        Move(ref reader);
        if (reader.TokenType != token)
            throw new FormatException($"{token} is expected, not {reader.TokenType}.");
    }

    private static void Move(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            throw new FormatException("The answer ends too early.");
    }
}
