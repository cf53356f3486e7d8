using System;
using DdbBatch.Input;
using DdbBatch.Reading;

namespace DdbBatch.Comparing;

/// <summary>The options of a comparison, as the parameters of its cmdlet set them.</summary>
internal sealed record CompareOptions
{
    /// <summary>The table, by the name or ARN that was given.</summary>
    public required string TableName { get; init; }

    /// <summary>-ReferenceTable; null for the objects of the pipeline.</summary>
    public string? ReferenceName { get; init; }

    /// <summary>Connects to the table.</summary>
    public required Func<TableSide> OpenTable { get; init; }

    /// <summary>Connects to the reference table.</summary>
    public required Func<TableSide> OpenReference { get; init; }

    /// <summary>-KeyName; null without it.</summary>
    public object? KeyName { get; init; }

    /// <summary>Converts the objects of the pipeline.</summary>
    public required RowConverter Converter { get; init; }

    /// <summary>-Property; null for all attributes.</summary>
    public string[]? Property { get; init; }

    /// <summary>-ExcludeProperty.</summary>
    public string[]? ExcludeProperty { get; init; }

    /// <summary>-Full.</summary>
    public bool IsFull { get; init; }

    /// <summary>Returns how much the commands before this one could not read.</summary>
    public required Func<long> ReadErrors { get; init; }

    /// <summary>How items are looked up.</summary>
    public required LookupOptions Lookup { get; init; }

    /// <summary>How a table is scanned.</summary>
    public required ReadOptions Read { get; init; }
}
