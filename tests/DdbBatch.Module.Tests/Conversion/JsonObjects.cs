using System.Linq;
using System.Text.Json;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>Stands in for ConvertFrom-Json, which the engine from NuGet lacks: objects as that gives them.</summary>
internal static class JsonObjects
{
    /// <summary>PSCustomObject, array, string, Int64, Double, bool or null.</summary>
    public static object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => TypeTable.Custom([.. json.EnumerateObject().Select(p => (p.Name, Read(p.Value)))]),
        JsonValueKind.Array => json.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out long integer) ? integer : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The DynamoDB JSON that it should become.</summary>
    public static string Expected(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $$"""{"M":{{ExpectedItem(json)}}}""",
        JsonValueKind.Array => $$"""{"L":[{{string.Join(',', json.EnumerateArray().Select(Expected))}}]}""",
        JsonValueKind.String => $$"""{"S":{{json.GetRawText()}}}""",
        JsonValueKind.Number => $$"""{"N":"{{json.GetRawText()}}"}""",
        JsonValueKind.True or JsonValueKind.False => $$"""{"BOOL":{{json.GetRawText()}}}""",
        _ => """{"NULL":true}""",
    };

    /// <summary>The attribute map that an object should become.</summary>
    public static string ExpectedItem(JsonElement json) =>
        "{" + string.Join(',', json.EnumerateObject().Select(p => $"{JsonSerializer.Serialize(p.Name)}:{Expected(p.Value)}")) + "}";
}
