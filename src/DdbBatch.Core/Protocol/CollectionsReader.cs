using System.Collections.Generic;
using System.Text.Json;

namespace DdbBatch.Protocol;

/// <summary>Reads the sizes of item collections (API reference, ItemCollectionMetrics).</summary>
internal static class CollectionsReader
{
    /// <summary>Reads the object that follows: a list for each table.</summary>
    public static void ReadTables(ref AnswerCursor cursor, List<KeyValuePair<string, double>> collections)
    {
        cursor.Expect(JsonTokenType.StartObject);
        while (cursor.NextName())
        {
            cursor.Move();
            foreach (JsonElement collection in cursor.ReadElement().EnumerateArray())
                Add(collection, collections);
        }
    }

    /// <summary>Reads the object that follows: one collection.</summary>
    public static void Read(ref AnswerCursor cursor, List<KeyValuePair<string, double>> collections)
    {
        cursor.Move();
        if (cursor.Token != JsonTokenType.Null)
            Add(cursor.ReadElement(), collections);
    }

    private static void Add(JsonElement collection, List<KeyValuePair<string, double>> collections)
    {
        JsonElement range = collection.GetProperty("SizeEstimateRangeGB");
        string key = collection.GetProperty("ItemCollectionKey").GetRawText();
        collections.Add(new(key, range[range.GetArrayLength() - 1].GetDouble()));
    }
}
