using System.Linq;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>Formats a key for messages.</summary>
internal static class KeyText
{
    /// <summary>Returns the key of an item, for example <c>Artist=Ana, SongTitle=One</c>.</summary>
    /// <param name="json">The item, or its key, in DynamoDB JSON.</param>
    /// <param name="schema">The table's keys.</param>
    public static string Of(byte[] json, TableSchema schema)
    {
        using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
        JsonElement item = document.RootElement;
        return string.Join(", ", schema.KeyAttributes.Select(key => Text(item, key.Name)).OfType<string>());
    }

    private static string? Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.Object)
            return null;
        foreach (JsonProperty typed in value.EnumerateObject())
            return $"{name}={Excerpt.Of(typed.Value.GetString() ?? "")}";
        return null;
    }
}
