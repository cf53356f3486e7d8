using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>
/// The first member of a record of a failed file, <c>"DdbBatch":"failed/1"</c>, by which a line of plain JSON is recognized as an
/// operation instead of an item. An export has no item that looks like it.
/// </summary>
internal static class RecordMarker
{
    /// <summary>The member's name.</summary>
    public const string Name = "DdbBatch";

    /// <summary>The start of its value; the rest is the version.</summary>
    public const string Start = "failed/";

    /// <summary>Whether an object starts with the marker.</summary>
    public static bool IsOn(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        return reader.Read()
            && reader.Read()
            && reader.TokenType == JsonTokenType.PropertyName
            && reader.ValueTextEquals(Name)
            && reader.Read()
            && reader.TokenType == JsonTokenType.String
            && IsValue(reader.GetString()!);
    }

    /// <summary>Whether a value is the marker's.</summary>
    public static bool IsValue(string value) => value.StartsWith(Start, StringComparison.Ordinal);
}
