using System;
using System.Text.Json;

namespace DdbBatch.Protocol;

/// <summary>Reads consumed write capacity (API reference, ConsumedCapacity).</summary>
internal static class CapacityReader
{
    /// <summary>Reads the array that follows: one entry for each table.</summary>
    public static CapacityUse ReadList(ref AnswerCursor cursor)
    {
        CapacityUse use = new();
        cursor.Expect(JsonTokenType.StartArray);
        while (cursor.NextElement())
            ReadMembers(ref cursor, use);
        return use;
    }

    /// <summary>Reads the object that follows; null if it doesn't say what was consumed.</summary>
    public static CapacityUse? Read(ref AnswerCursor cursor)
    {
        CapacityUse use = new();
        cursor.Move();
        return cursor.Token != JsonTokenType.Null && ReadMembers(ref cursor, use) ? use : null;
    }

    private static bool ReadMembers(ref AnswerCursor cursor, CapacityUse use)
    {
        bool hasTotal = false;
        if (cursor.Token != JsonTokenType.StartObject)
            throw new FormatException($"An object is expected, not {cursor.Token}.");
        while (cursor.NextName())
        {
            if (cursor.Is("CapacityUnits"u8))
            {
                use.Total += cursor.ReadDouble();
                hasTotal = true;
            }
            else if (cursor.Is("Table"u8))
            {
                use.Add("", ReadUnits(ref cursor));
            }
            else if (cursor.Is("LocalSecondaryIndexes"u8) || cursor.Is("GlobalSecondaryIndexes"u8))
            {
                ReadIndexes(ref cursor, use);
            }
            else
            {
                cursor.SkipValue();
            }
        }

        return hasTotal;
    }

    private static void ReadIndexes(ref AnswerCursor cursor, CapacityUse use)
    {
        cursor.Expect(JsonTokenType.StartObject);
        while (cursor.NextName())
            use.Add(cursor.Text(), ReadUnits(ref cursor));
    }

    // {"CapacityUnits":1.0}
    private static double ReadUnits(ref AnswerCursor cursor)
    {
        cursor.Move();
        return cursor.ReadCapacityUnits() ?? 0;
    }
}
