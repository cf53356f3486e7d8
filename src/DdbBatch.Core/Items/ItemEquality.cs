using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>
/// Compares items in DynamoDB JSON as DynamoDB does: numbers by value, sets and maps in any order, lists in their order.
/// </summary>
internal static class ItemEquality
{
    /// <summary>True if two items have the same attributes with the same values.</summary>
    public static bool AreEqual(byte[] item, byte[] other)
    {
        using JsonDocument left = JsonDocument.Parse(item, JsonLimits.Document);
        using JsonDocument right = JsonDocument.Parse(other, JsonLimits.Document);
        return AreEqualMaps(left.RootElement, right.RootElement);
    }

    /// <summary>True if an item has some attributes with their values, and none of others.</summary>
    /// <param name="item">The item.</param>
    /// <param name="attributes">The attributes that it has to have, as an attribute map.</param>
    /// <param name="absent">The names of those that it must not have.</param>
    public static bool Has(byte[] item, byte[] attributes, IEnumerable<string> absent)
    {
        using JsonDocument whole = JsonDocument.Parse(item, JsonLimits.Document);
        using JsonDocument part = JsonDocument.Parse(attributes, JsonLimits.Document);
        return part.RootElement.EnumerateObject().All(attribute => HasEqual(whole.RootElement, attribute))
            && !absent.Any(name => whole.RootElement.TryGetProperty(name, out _));
    }

    /// <summary>True if two values in DynamoDB JSON, such as <c>{"N":"1"}</c> and <c>{"N":"1.0"}</c>, are equal.</summary>
    public static bool AreEqualValues(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> other)
    {
        if (value.Span.SequenceEqual(other.Span))
            return true;
        using JsonDocument left = JsonDocument.Parse(value, JsonLimits.Document);
        using JsonDocument right = JsonDocument.Parse(other, JsonLimits.Document);
        return AreEqualValues(left.RootElement, right.RootElement);
    }

    private static bool AreEqualMaps(JsonElement left, JsonElement right) =>
        left.EnumerateObject().Count() == right.EnumerateObject().Count()
        && left.EnumerateObject().All(attribute => HasEqual(right, attribute));

    private static bool HasEqual(JsonElement map, JsonProperty attribute) =>
        map.TryGetProperty(attribute.Name, out JsonElement value) && AreEqualValues(attribute.Value, value);

    // {"S":"…"} and the like: one member, whose name is the data type.
    private static bool AreEqualValues(JsonElement left, JsonElement right)
    {
        JsonProperty value = left.EnumerateObject().Single();
        return right.TryGetProperty(value.Name, out JsonElement other) && value.Name switch
        {
            "M" => AreEqualMaps(value.Value, other),
            "L" => AreEqualLists(value.Value, other),
            "SS" or "BS" => Members(value.Value, text => text).SetEquals(Members(other, text => text)),
            "NS" => Members(value.Value, Canonical).SetEquals(Members(other, Canonical)),
            "N" => Canonical(value.Value.GetString()!) == Canonical(other.GetString()!),
            "S" or "B" => value.Value.GetString() == other.GetString(),
            _ => value.Value.ValueKind == other.ValueKind,
        };
    }

    private static bool AreEqualLists(JsonElement left, JsonElement right)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
            return false;
        return left.EnumerateArray().Zip(right.EnumerateArray(), AreEqualValues).All(isEqual => isEqual);
    }

    private static HashSet<string> Members(JsonElement set, Func<string, string> canonical) =>
        [.. set.EnumerateArray().Select(member => canonical(member.GetString()!))];

    private static string Canonical(string number) =>
        DdbNumber.Parse(Encoding.UTF8.GetBytes(number), out DdbNumber parsed) == DdbNumberStatus.Valid
            ? Encoding.UTF8.GetString(parsed.ToCanonical())
            : number;
}
