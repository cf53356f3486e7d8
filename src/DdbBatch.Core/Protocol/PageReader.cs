using System;
using System.Collections.Generic;
using System.Text.Json;

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
    /// <exception cref="FormatException">The answer is not from DynamoDB, or is incomplete.</exception>
    public static Page Read(byte[] body) => AnswerCursor.Read(body, (ref cursor) => ReadPage(ref cursor, body.Length));

    private static Page ReadPage(ref AnswerCursor cursor, int sizeBytes)
    {
        List<ReadOnlyMemory<byte>>? items = null;
        byte[]? lastKey = null;
        long? count = null;
        long? scanned = null;
        double? units = null;
        while (cursor.NextName())
        {
            if (cursor.Is("Items"u8))
                items = ReadItems(ref cursor);
            else if (cursor.Is("LastEvaluatedKey"u8))
                lastKey = ReadKey(ref cursor);
            else if (cursor.Is("Count"u8))
                count = cursor.ReadInt64();
            else if (cursor.Is("ScannedCount"u8))
                scanned = cursor.ReadInt64();
            else if (cursor.Is("ConsumedCapacity"u8))
                units = ReadUnits(ref cursor);
            else
                cursor.SkipValue();
        }

        if (items is null || count != items.Count)
            throw new FormatException($"It has {items?.Count ?? 0} items and says it has {count?.ToString() ?? "none"}.");
        return new Page
        {
            Items = items,
            LastEvaluatedKey = lastKey,
            ScannedCount = scanned ?? items.Count,
            ConsumedUnits = units,
            SizeBytes = sizeBytes,
        };
    }

    private static List<ReadOnlyMemory<byte>> ReadItems(ref AnswerCursor cursor)
    {
        List<ReadOnlyMemory<byte>> items = [];
        cursor.Expect(JsonTokenType.StartArray);
        while (cursor.NextElement())
            items.Add(cursor.SliceObject());
        return items;
    }

    private static byte[]? ReadKey(ref AnswerCursor cursor)
    {
        cursor.Move();
        if (cursor.Token == JsonTokenType.Null)
            return null;
        byte[] key = cursor.SliceObject().ToArray();
        return key.Length > 2 ? key : throw new FormatException("LastEvaluatedKey is empty.");
    }

    private static double? ReadUnits(ref AnswerCursor cursor)
    {
        cursor.Move();
        return cursor.ReadCapacityUnits();
    }
}
