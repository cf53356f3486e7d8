using System;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>The location of an attribute's value in an item that was read.</summary>
/// <param name="Content">The item.</param>
/// <param name="Start">The column of a row, or the index of the first byte of the value's JSON.</param>
/// <param name="Length">The length of the value's JSON in bytes; 0 for a row.</param>
internal readonly record struct AttributeSource(ItemContent Content, int Start, int Length = 0)
{
    /// <summary>Returns the value for PowerShell. It converts back to the same value.</summary>
    public object? Read() => Content switch
    {
        ItemContent.Row row => row[Start].ToString(),
        ItemContent.Json => ReadPlain(),
        _ => ScalarReader.TryRead(Utf8.Span, out object? value) ? value : ReadTyped(Parse()),
    };

    /// <summary>Returns the value's JSON.</summary>
    public JsonElement Parse()
    {
        using JsonDocument document = JsonDocument.Parse(Utf8, JsonLimits.Document);
        return document.RootElement.Clone();
    }

    private ReadOnlyMemory<byte> Utf8 =>
        (Content is ItemContent.Json json ? json.Utf8 : ((ItemContent.Typed)Content).Item.Json).AsMemory(Start, Length);

    // A string may have half a surrogate pair. In that case the conversion reports it.
    private object? ReadPlain()
    {
        JsonElement value = Parse();
        try
        {
            return PlainJson.Read(value);
        }
        catch (InvalidOperationException)
        {
            return value;
        }
    }

    /// <summary>Returns a value in DynamoDB JSON for PowerShell.</summary>
    // A map's names may differ only in case, but the names of properties cannot.
    public static object? ReadTyped(JsonElement value)
    {
        try
        {
            return new DdbJsonReader(asHashtable: false).ReadAttribute(value);
        }
        catch (ItemException)
        {
            return new DdbJsonReader(asHashtable: true).ReadAttribute(value);
        }
    }
}
