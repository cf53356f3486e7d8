using System;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>JSON as deep as a request can be: each of an item's 32 levels takes two, and there may be too many of them.</summary>
internal static class DeepJson
{
    private const int MaxDepth = 1000;

    /// <summary>Options of a reader.</summary>
    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = MaxDepth };

    private static JsonDocumentOptions Document { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a document.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> json) => JsonElement.Parse(json, Document);
}
