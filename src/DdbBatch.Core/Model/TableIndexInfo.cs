namespace DdbBatch;

/// <summary>A secondary index of a table.</summary>
public sealed class TableIndexInfo
{
    /// <summary>The index's name.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>True for a local secondary index, false for a global one.</summary>
    public bool IsLocal { get; internal init; }

    /// <summary>The key attributes with their types: Genre:S, Year:N.</summary>
    public string[] KeyName { get; internal init; } = [];

    /// <summary>The attributes in the index: ALL, KEYS_ONLY or INCLUDE.</summary>
    public string Projection { get; internal init; } = "";

    /// <summary>The attributes that are projected beside the keys, if the projection is INCLUDE.</summary>
    public string[] NonKeyAttributes { get; internal init; } = [];

    /// <summary>Returns one line with the index's name, keys and projection.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", KeyName)}; {Projection})";
}
