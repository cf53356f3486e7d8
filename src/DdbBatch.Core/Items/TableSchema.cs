using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Items;

/// <summary>
/// The properties of a table that conversion and the order per key require: its keys and its indexes' keys.
/// </summary>
internal sealed class TableSchema
{
    private readonly Dictionary<string, KeyUse> _uses = new(StringComparer.Ordinal);

    /// <summary>Creates the description of a table's keys.</summary>
    /// <param name="tableName">The table's name.</param>
    /// <param name="keyAttributes">The partition key, then the sort key if there is one.</param>
    /// <param name="indexKeyAttributes">The key attributes of the secondary indexes.</param>
    /// <exception cref="ArgumentException">There are not one or two key attributes, or one occurs twice.</exception>
    public TableSchema(
        string tableName,
        IEnumerable<KeyAttribute> keyAttributes,
        IEnumerable<KeyAttribute>? indexKeyAttributes = null)
    {
        TableName = tableName;
        KeyAttributes = [.. keyAttributes];
        IndexKeyAttributes = [.. indexKeyAttributes ?? []];
        if (KeyAttributes.Count is not (1 or 2))
            throw new ArgumentException("A table has a partition key and at most one sort key.", nameof(keyAttributes));
        if (KeyAttributes.Count == 2 && KeyAttributes[0].Name == KeyAttributes[1].Name)
            throw new ArgumentException("The partition key and the sort key are two attributes.", nameof(keyAttributes));
        AddUses();
        KeyUses = Uses(KeyAttributes);
        IndexKeyUses = Uses(IndexKeyAttributes);
    }

    /// <summary>The table's name (never its ARN).</summary>
    public string TableName { get; }

    /// <summary>The partition key, then the sort key if there is one.</summary>
    public IReadOnlyList<KeyAttribute> KeyAttributes { get; }

    /// <summary>The key attributes of the secondary indexes, one entry per index and attribute.</summary>
    public IReadOnlyList<KeyAttribute> IndexKeyAttributes { get; }

    /// <summary>The requirements of the keys for each of <see cref="KeyAttributes"/>.</summary>
    public IReadOnlyList<KeyUse> KeyUses { get; }

    /// <summary>The requirements of the keys for each of <see cref="IndexKeyAttributes"/>.</summary>
    public IReadOnlyList<KeyUse> IndexKeyUses { get; }

    /// <summary>The key as error messages show it: <c>Artist (S), Year (N)</c>.</summary>
    public string KeyDescription => string.Join(", ", KeyAttributes.Select(key => $"{key.Name} ({key.Type})"));

    /// <summary>Returns the requirements of the keys for an attribute; null if no key uses it.</summary>
    public KeyUse? FindUse(string attributeName) => _uses.TryGetValue(attributeName, out KeyUse? use) ? use : null;

    private KeyUse[] Uses(IEnumerable<KeyAttribute> keys) => [.. keys.Select(key => _uses[key.Name])];

    private void AddUses()
    {
        for (int i = 0; i < KeyAttributes.Count; i++)
            AddUse(KeyAttributes[i], i, i == 1);
        foreach (KeyAttribute key in IndexKeyAttributes)
            AddUse(key, -1, key.IsSortKey);
    }

    // If several keys use an attribute, the strictest length applies.
    private void AddUse(KeyAttribute key, int position, bool isSortKey)
    {
        int maxBytes = isSortKey ? ItemRules.MaxSortKeyBytes : ItemRules.MaxPartitionKeyBytes;
        _uses[key.Name] = FindUse(key.Name) is { } use
            ? use with { IndexName = use.IndexName ?? key.IndexName, MaxBytes = Math.Min(use.MaxBytes, maxBytes) }
            : new KeyUse(key.Name, key.Type, position, key.IndexName, maxBytes);
    }
}
