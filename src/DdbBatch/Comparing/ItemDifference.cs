using System.Linq;

namespace DdbBatch;

/// <summary>An item in which the table differs from the reference: one object of Compare-DdbTable's output.</summary>
public sealed class ItemDifference
{
    /// <summary>Missing, Different or Extra.</summary>
    public DifferenceStatus Status { get; internal init; }

    /// <summary>The key, with a property for each key attribute. Get-DdbBatch and Remove-DdbBatch take it.</summary>
    public DdbItem Key { get; internal init; } = null!;

    /// <summary>The attributes that differ, in the order of their names; none unless Status is Different.</summary>
    public AttributeDifference[] Attributes { get; internal init; } = [];

    /// <summary>The whole reference item, with its exact bytes; null if Status is Extra.</summary>
    public DdbItem? ReferenceItem { get; internal init; }

    internal string KeyText { get; init; } = "";

    /// <summary>Returns one line with the key and the attributes.</summary>
    public override string ToString() => $"{Status}: {KeyText}"
        + (Attributes.Length == 0 ? "" : $" ({string.Join("; ", Attributes.Select(attribute => attribute.ToString()))})");
}
