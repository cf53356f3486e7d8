using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Conversion;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>The values of an expression, converted by the same rules as the attributes of an item.</summary>
internal sealed class ExpressionValues
{
    private readonly GivenValues _given = new();
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>The aliases with their values in DynamoDB JSON, UTF-8.</summary>
    public IReadOnlyDictionary<string, byte[]> ByAlias => _values;

    /// <summary>Adds the values that an expression uses.</summary>
    /// <param name="expression">The expression as it was given.</param>
    /// <param name="given">The values by name, with or without the colon; null for none.</param>
    /// <param name="parameter">The parameter of the expression, see <see cref="ExpressionParameters"/>.</param>
    /// <param name="aliases">Gives the aliases.</param>
    /// <param name="key">The key attribute that the values are compared with, and whose type strings take; null for none.</param>
    /// <returns>The expression in DynamoDB's syntax.</returns>
    /// <exception cref="ReadParameterException">The expression has no such form, or a value is missing or not used.</exception>
    /// <exception cref="ItemException">A value breaks a rule.</exception>
    public string Add(string expression, IDictionary? given, string parameter, ExpressionAliases aliases, KeyAttribute? key = null)
    {
        Dictionary<string, object?> values = GivenValues.ByName(given);
        HashSet<string> used = new(StringComparer.Ordinal);
        try
        {
            string rewritten = ExpressionText.Rewrite(expression, aliases.Name, AliasOf);
            if (values.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unused)
                throw Unused(parameter, unused);
            return rewritten;
        }
        catch (FormatException exception)
        {
            throw new ReadParameterException($"Invalid{parameter}", $"-{parameter} {exception.Message}");
        }

        // Expressions may use one name for different values.
        string AliasOf(string name)
        {
            string alias = aliases.Value($"{parameter} {name}");
            if (used.Add(name))
                Add(alias, values.TryGetValue(name, out object? value) ? value : throw Missing(parameter, name), key);
            return alias;
        }
    }

    /// <summary>Adds one value.</summary>
    /// <param name="alias">Its alias.</param>
    /// <param name="value">The value.</param>
    /// <param name="key">The key attribute that it is compared with; null for none.</param>
    /// <exception cref="ItemException">The value breaks a rule.</exception>
    public void Add(string alias, object? value, KeyAttribute? key) => _values[alias] = _given.ToJson(alias, value, key);

    private static ReadParameterException Missing(string parameter, string name)
    {
        string values = ExpressionParameters.ValuesOf(parameter);
        return new ReadParameterException(
            $"{values}Missing", $"-{parameter} uses :{name}, and -{values} has no value for it: @{{ ':{name}' = … }}.");
    }

    private static ReadParameterException Unused(string parameter, string name)
    {
        string values = ExpressionParameters.ValuesOf(parameter);
        return new ReadParameterException($"{values}Unused", $"-{values} has ':{name}', and -{parameter} does not use it.");
    }
}
