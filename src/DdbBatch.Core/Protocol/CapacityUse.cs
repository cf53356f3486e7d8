using System;
using System.Collections.Generic;

namespace DdbBatch.Protocol;

/// <summary>Consumed write capacity (API reference, ConsumedCapacity), in WCU.</summary>
internal sealed class CapacityUse
{
    // Most answers have none.
    private SortedDictionary<string, double>? _byIndex;

    /// <summary>All of it: the table's and its indexes'.</summary>
    public double Total { get; set; }

    /// <summary>By index, and the table's own under <c>""</c>; empty unless asked for by index.</summary>
    public SortedDictionary<string, double> ByIndex => _byIndex ??= new(StringComparer.Ordinal);

    public void Add(CapacityUse other)
    {
        Total += other.Total;
        if (other._byIndex is null)
            return;
        foreach (KeyValuePair<string, double> use in other._byIndex)
            Add(use.Key, use.Value);
    }

    public void Add(string index, double units)
    {
        ByIndex.TryGetValue(index, out double known);
        ByIndex[index] = known + units;
    }
}
