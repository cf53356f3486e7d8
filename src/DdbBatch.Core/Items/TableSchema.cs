using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Items;

/// <summary>What a conversion and the order per key need to know of a table: its keys and its indexes' keys.</summary>
internal sealed class TableSchema
{
    /// <summary>Describes a table's keys.</summary>
    /// <param name="tableName">The table's name.</param>
    /// <param name="keyAttributes">The partition key, then the sort key if there is one.</param>
    /// <param name="indexKeyAttributes">The key attributes of the secondary indexes.</param>
    /// <exception cref="ArgumentException">There are not one or two key attributes.</exception>
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
    }

    /// <summary>The table's name (never its ARN).</summary>
    public string TableName { get; }

    /// <summary>The partition key, then the sort key if there is one.</summary>
    public IReadOnlyList<KeyAttribute> KeyAttributes { get; }

    /// <summary>The key attributes of the secondary indexes, one entry an index and attribute.</summary>
    public IReadOnlyList<KeyAttribute> IndexKeyAttributes { get; }

    /// <summary>The key as an error message shows it: <c>Artist (S), Year (N)</c>.</summary>
    public string KeyDescription => string.Join(", ", KeyAttributes.Select(key => $"{key.Name} ({key.Type})"));
}
