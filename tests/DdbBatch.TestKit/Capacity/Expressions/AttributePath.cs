using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A path to an attribute, such as <c>#Tags[0].Name</c>.</summary>
/// <param name="Steps">Names, and positions in lists as <c>[0]</c>.</param>
internal sealed record AttributePath(params string[] Steps)
{
    /// <summary>The attribute itself.</summary>
    public string Name => Steps[0];

    /// <summary>Whether it leads into an attribute.</summary>
    public bool IsNested => Steps.Length > 1;

    /// <summary>Takes a path from an expression.</summary>
    public static AttributePath Take(ExpressionTokens tokens, ExpressionScope scope)
    {
        List<string> steps = [scope.TakeName(tokens)];
        while (tokens.Next is "." or "[")
        {
            if (tokens.TryTake("."))
            {
                steps.Add(scope.TakeName(tokens));
                continue;
            }

            tokens.Expect("[");
            steps.Add($"[{tokens.Take()}");
            tokens.Expect("]");
        }

        return new AttributePath([.. steps]);
    }

    /// <summary>The value in an item; null if there is none.</summary>
    public JsonElement? Find(JsonElement item)
    {
        if (!item.TryGetProperty(Name, out JsonElement value))
            return null;
        foreach (string step in Steps[1..])
        {
            bool isFound = step[0] == '[' ? TryStep(ref value, int.Parse(step[1..], CultureInfo.InvariantCulture)) : TryStep(ref value, step);
            if (!isFound)
                return null;
        }

        return value;
    }

    private static bool TryStep(ref JsonElement value, string name) =>
        value.TryGetProperty("M", out JsonElement map) && map.TryGetProperty(name, out value);

    private static bool TryStep(ref JsonElement value, int index)
    {
        if (!value.TryGetProperty("L", out JsonElement list) || index >= list.GetArrayLength())
            return false;
        value = list[index];
        return true;
    }
}
