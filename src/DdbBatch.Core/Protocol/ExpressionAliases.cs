using System;
using System.Collections.Generic;

namespace DdbBatch.Protocol;

/// <summary>
/// The aliases of one request's expressions: ExpressionAttributeNames and ExpressionAttributeValues. Every attribute
/// name gets one, so reserved words and names with special characters need no care (Developer Guide, "Expression
/// attribute names (aliases) in DynamoDB").
/// </summary>
/// <remarks>
/// The aliases are as short as possible, because the text of an expression may have 4,096 bytes at most and aliases
/// count (Developer Guide, "Quotas", "Expression parameters").
/// </remarks>
internal sealed class ExpressionAliases
{
    private readonly Dictionary<string, string> _nameAliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _valueAliases = new(StringComparer.Ordinal);

    /// <summary>Attribute names with their aliases, as <c>Year</c> and <c>#0</c>.</summary>
    public IReadOnlyDictionary<string, string> Names => _nameAliases;

    /// <summary>Names of values with their aliases, as <c>min</c> and <c>:0</c>.</summary>
    public IReadOnlyDictionary<string, string> Values => _valueAliases;

    /// <summary>The alias of an attribute name, as <c>#0</c>.</summary>
    public string Name(string name) => Alias(_nameAliases, name, '#');

    /// <summary>The alias of a value, as <c>:0</c>.</summary>
    public string Value(string name) => Alias(_valueAliases, name, ':');

    private static string Alias(Dictionary<string, string> aliases, string name, char sigil)
    {
        if (!aliases.TryGetValue(name, out string? alias))
            aliases.Add(name, alias = sigil + ExpressionAlias.Text(aliases.Count));
        return alias;
    }
}
