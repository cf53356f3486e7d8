using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Input;

/// <summary>
/// Reads -KeyName: <c>Artist,'Year:N'</c> for every table, or <c>@{ Music = 'Artist','Year:N' }</c>. It replaces
/// DescribeTable.
/// </summary>
internal sealed class KeyNameParser
{
    private readonly Dictionary<string, IReadOnlyList<KeyAttribute>> _byTable = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<KeyAttribute>? _forAll;

    /// <summary>Reads the parameter's value.</summary>
    /// <param name="keyName">A name, names, or a hashtable of tables and names; null for none.</param>
    /// <exception cref="ArgumentException">The value is invalid, or does not have one or two names.</exception>
    public KeyNameParser(object? keyName)
    {
        object? plain = Unwrap(keyName);
        if (plain is IDictionary tables)
        {
            foreach (DictionaryEntry table in tables)
                _byTable[Convert.ToString(table.Key, CultureInfo.InvariantCulture)!] = Parse(Unwrap(table.Value));
        }
        else if (plain is not null)
        {
            _forAll = Parse(plain);
        }
    }

    /// <summary>Returns a table's keys; null if -KeyName does not specify them.</summary>
    /// <param name="tableName">The table's name or ARN. In a hashtable it must be spelled the same, because a name and an
    /// ARN that ends with it may be two tables.</param>
    public TableSchema? Resolve(string tableName)
    {
        IReadOnlyList<KeyAttribute>? keys = _byTable.TryGetValue(tableName, out var found) ? found : _forAll;
        return keys is null ? null : new TableSchema(tableName, keys);
    }

    private static IReadOnlyList<KeyAttribute> Parse(object? names)
    {
        IEnumerable<object?> elements = names is string or not IEnumerable ? [names] : ((IEnumerable)names).Cast<object?>();
        KeyAttribute[] keys = [.. elements.Select(name => ParseName(Unwrap(name)))];
        if (keys.Length is not (1 or 2))
            throw Wrong("a table has a partition key and at most one sort key");
        return keys.Select(key => key.Name).Distinct().Count() == keys.Length
            ? keys
            : throw Wrong($"'{keys[0].Name}' is given twice, and the partition key and the sort key are two attributes");
    }

    private static KeyAttribute ParseName(object? value)
    {
        if (value is null or "")
            throw Wrong("a name is missing");
        if (value is not string name)
            throw Wrong($"a name is a string, and this is a {value.GetType().Name}: {Excerpt.Of($"{value}")}");
        (string attribute, AttributeHint? hint, bool isOptional) = TypedName.Split(name);
        if (isOptional)
            throw Wrong($"'{name}' ends in '?', and every item has its key");
        if (hint is null && attribute.IndexOf(':') > 0)
            throw Wrong($"'{name}' ends in no type: S, N or B (a name with a colon in it needs one, as '{name}:S')");
        return hint is null or AttributeHint.S or AttributeHint.N or AttributeHint.B
            ? new KeyAttribute(attribute, (ScalarAttributeType)(hint ?? AttributeHint.S))
            : throw Wrong($"a key's type is S, N or B, not {hint}");
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static ArgumentException Wrong(string why) =>
        new($"-KeyName: {why}. Write Artist, or Artist,'Year:N', or @{{ Music = 'Artist','Year:N' }}.");
}
