using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Soak;

/// <summary>Items as text that is the same for equal items: names and sets in order.</summary>
internal static class ItemText
{
    /// <summary>An item as DynamoDB JSON.</summary>
    public static string Json(IEnumerable<KeyValuePair<string, string>> attributes) =>
        $"{{{string.Join(',', attributes.Select(attribute => $"{JsonSerializer.Serialize(attribute.Key)}:{attribute.Value}"))}}}";

    /// <summary>The text of an item in DynamoDB JSON.</summary>
    public static string Of(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Of(document.RootElement, isSet: false);
    }

    /// <summary>The texts of the items in a file, a line each: <c>{"Item":{…}}</c>.</summary>
    public static IEnumerable<string> OfFile(string path) => File.ReadLines(path).Select(line =>
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return Of(document.RootElement.GetProperty("Item"), isSet: false);
    });

    private static string Of(JsonElement value, bool isSet) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject()
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}:{Of(property.Value, property.Name is "SS" or "NS" or "BS")}")) + "}",
        JsonValueKind.Array when isSet => $"[{string.Join(',', value.EnumerateArray().Select(item => Of(item, false)).Order(StringComparer.Ordinal))}]",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(item => Of(item, false)))}]",
        _ => value.ToString(),
    };
}
