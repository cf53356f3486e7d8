using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>The maximum depth for reading JSON. Each level of an item takes two levels in DynamoDB JSON.</summary>
internal static class JsonLimits
{
    private const int MaxDepth = 1000;

    /// <summary>Options of a JsonDocument.</summary>
    public static JsonDocumentOptions Document { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>Options of a Utf8JsonReader.</summary>
    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = MaxDepth };
}
