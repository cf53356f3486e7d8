using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The names and values that the expressions of a request stand for.</summary>
internal sealed class ExpressionScope(JsonElement request)
{
    private const string Names = "ExpressionAttributeNames";
    private const string Values = "ExpressionAttributeValues";

    private readonly HashSet<string> _used = [];

    /// <summary>The attribute name of the next token, which may be an alias.</summary>
    /// <exception cref="SimulatedErrorException">The alias is not defined.</exception>
    public string TakeName(ExpressionTokens tokens) => Name(tokens, tokens.Take());

    /// <summary>The attribute name of a token, which may be an alias.</summary>
    /// <exception cref="SimulatedErrorException">The alias is not defined.</exception>
    public string Name(ExpressionTokens tokens, string token) =>
        token.StartsWith('#') ? Find(tokens, Names, token, "name used in the document path", "name").GetString()! : token;

    /// <summary>The value of the alias that is the next token.</summary>
    /// <exception cref="SimulatedErrorException">The alias is not defined.</exception>
    public JsonElement TakeValue(ExpressionTokens tokens) =>
        Find(tokens, Values, tokens.Take(), "value used in expression", "value");

    /// <summary>Refuses what no expression used.</summary>
    /// <exception cref="SimulatedErrorException">A name or value is not used.</exception>
    public void RefuseUnused()
    {
        foreach (string member in new[] { Names, Values })
        {
            string[] unused = [.. Aliases(member).Where(alias => !_used.Contains(alias))];
            if (unused.Length > 0)
            {
                throw SimulatedErrorException.Validation(
                    $"Value provided in {member} unused in expressions: keys: {{{string.Join(", ", unused)}}}");
            }
        }
    }

    private JsonElement Find(ExpressionTokens tokens, string member, string alias, string use, string kind)
    {
        if (!request.TryGetProperty(member, out JsonElement aliases) || !aliases.TryGetProperty(alias, out JsonElement found))
            throw tokens.Error($"An expression attribute {use} is not defined; attribute {kind}: {alias}");

        _used.Add(alias);
        return found;
    }

    private IEnumerable<string> Aliases(string member) => request.TryGetProperty(member, out JsonElement aliases)
        ? aliases.EnumerateObject().Select(alias => alias.Name)
        : [];
}
