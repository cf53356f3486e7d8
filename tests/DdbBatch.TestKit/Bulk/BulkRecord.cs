using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DdbBatch.TestKit.Bulk;

/// <summary>A record of an input object, with its position. It may not have a condition.</summary>
internal sealed class BulkRecord
{
    /// <summary>Reads a line.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="line">The line's number, from 1.</param>
    /// <param name="raw">The line.</param>
    public BulkRecord(string key, long line, ReadOnlyMemory<byte> raw)
    {
        Object = key;
        Line = line;
        Raw = raw;
        Item = ReadItem(raw.Span);
    }

    /// <summary>Stands for an object that can't be read.</summary>
    public BulkRecord(string key) => Object = key;

    /// <summary>The object's key.</summary>
    public string Object { get; }

    /// <summary>Its line, from 1; 0 for the object as a whole.</summary>
    public long Line { get; }

    /// <summary>The line.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The item; null if the line is not <c>{"Item":{…}}</c>.</summary>
    public JsonElement? Item { get; }

    /// <summary>The item's JSON.</summary>
    public ReadOnlySpan<byte> ItemJson => JsonMarshal.GetRawUtf8Value(Item!.Value);

    /// <summary>The line as text.</summary>
    public string Text => Encoding.UTF8.GetString(Raw.Span);

    private static JsonElement? ReadItem(ReadOnlySpan<byte> line)
    {
        try
        {
            JsonElement root = JsonElement.Parse(line);
            return root.ValueKind == JsonValueKind.Object
                && root.EnumerateObject().Select(property => property.Name).SequenceEqual(["Item"])
                && root.GetProperty("Item") is { ValueKind: JsonValueKind.Object } item
                ? item
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

