using System;
using System.Collections;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Conversion;

/// <summary>Converts JSON to nested hashtables and arrays with the same content.</summary>
internal static class HashtableJson
{
    /// <summary>Returns the value of a JSON element: a case-sensitive Hashtable, an array, a string or a Boolean.</summary>
    public static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new InvalidOperationException($"DynamoDB JSON has no {element.ValueKind}."),
    };

    private static Hashtable ReadObject(JsonElement element)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
            table[property.Name] = Read(property.Value);
        return table;
    }
}
