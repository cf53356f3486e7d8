using System.Collections;
using System.Collections.Generic;

namespace DdbBatch.Reading;

/// <summary>The parameters of Read-DdbTable that say what to read, as they were given.</summary>
internal sealed record ReadRequest
{
    /// <summary>The table's name or ARN.</summary>
    public required string Table { get; init; }

    /// <summary>-IndexName; null for the table itself.</summary>
    public string? IndexName { get; init; }

    /// <summary>-Key: the partition key (and perhaps the sort key) with its value; null for a scan.</summary>
    public IDictionary? Key { get; init; }

    /// <summary>-SortKeyCondition.</summary>
    public string? SortKeyCondition { get; init; }

    /// <summary>-SortKeyValue.</summary>
    public IDictionary? SortKeyValue { get; init; }

    /// <summary>-Descending.</summary>
    public bool IsDescending { get; init; }

    /// <summary>-Filter.</summary>
    public string? Filter { get; init; }

    /// <summary>-FilterValue.</summary>
    public IDictionary? FilterValue { get; init; }

    /// <summary>-Property; empty for all attributes.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>True if the key attributes are read in addition to -Property.</summary>
    public bool AddsKey { get; init; }

    /// <summary>-KeyOnly.</summary>
    public bool IsKeyOnly { get; init; }

    /// <summary>-ConsistentRead.</summary>
    public bool IsConsistent { get; init; }
}
