using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Measuring;

/// <summary>Keys as DynamoDB JSON and as texts.</summary>
internal static class KeyJson
{
    /// <summary>The key of some attributes.</summary>
    /// <param name="attributes">Names, and values in DynamoDB JSON.</param>
    public static string Of(IEnumerable<(string Name, string Value)> attributes) =>
        "{" + string.Join(",", attributes.Select(attribute => $"\"{JsonEncodedText.Encode(attribute.Name)}\":{attribute.Value}")) + "}";

    /// <summary>A key as Artist=Ana, SongTitle=One.</summary>
    public static string Text(string json, IEnumerable<KeyAttribute> keys) =>
        KeyText.Of(Encoding.UTF8.GetBytes(json), new TableSchema("", keys.Select(key => key with { IndexName = null })));
}
