using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text.Json;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>
/// DynamoDB JSON in a form in which equal values are equal text: numbers by value, sets and maps in order.
/// </summary>
internal static class DdbJsonComparer
{
    /// <summary>An item's normal form.</summary>
    public static string NormalizeItem(string item)
    {
        using JsonDocument document = JsonDocument.Parse(item, new JsonDocumentOptions { MaxDepth = 1000 });
        return Map(document.RootElement);
    }

    /// <summary>A value's normal form.</summary>
    public static string NormalizeValue(string value)
    {
        using JsonDocument document = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = 1000 });
        return Value(document.RootElement);
    }

    /// <summary>A number's normal form: digits, then the power of ten.</summary>
    public static string Number(string text)
    {
        string[] parts = text.ToUpperInvariant().Split('E');
        int scale = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int point = parts[0].IndexOf('.');
        scale -= point < 0 ? 0 : parts[0].Length - point - 1;
        BigInteger units = BigInteger.Parse(parts[0].Replace(".", ""), CultureInfo.InvariantCulture);
        for (; !units.IsZero && units % 10 == 0; units /= 10)
            scale++;
        return units.IsZero ? "0" : $"{units}E{scale}";
    }

    private static string Value(JsonElement value)
    {
        JsonProperty tagged = value.EnumerateObject().Single();
        string content = tagged.Name switch
        {
            "N" => Number(tagged.Value.GetString()!),
            "NS" => Join(tagged.Value.EnumerateArray().Select(member => Number(member.GetString()!)).Order(System.StringComparer.Ordinal)),
            "SS" or "BS" => Join(tagged.Value.EnumerateArray().Select(member => Text(member.GetString()!)).Order(System.StringComparer.Ordinal)),
            "L" => Join(tagged.Value.EnumerateArray().Select(Value)),
            "M" => Map(tagged.Value),
            "S" or "B" => Text(tagged.Value.GetString()!),
            _ => tagged.Value.GetRawText(),
        };
        return $"{tagged.Name}:{content}";
    }

    private static string Map(JsonElement map) =>
        Join(map.EnumerateObject().Select(attribute => $"{Text(attribute.Name)}={Value(attribute.Value)}").Order(System.StringComparer.Ordinal));

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static string Join(IEnumerable<string> parts) => $"({string.Join(", ", parts)})";
}
