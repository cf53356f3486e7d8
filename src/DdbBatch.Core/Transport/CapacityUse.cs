using System;
using System.Collections.Generic;

namespace DdbBatch.Transport;

/// <summary>Consumed write capacity (API reference, ConsumedCapacity), in WCU.</summary>
internal sealed class CapacityUse
{
    /// <summary>All of it: the table's and its indexes'.</summary>
    public double Total { get; set; }

    /// <summary>By index, and the table's own under <c>""</c>; empty unless asked for by index.</summary>
    public SortedDictionary<string, double> ByIndex { get; } = new(StringComparer.Ordinal);

    public void Add(CapacityUse other)
    {
        Total += other.Total;
        foreach (KeyValuePair<string, double> use in other.ByIndex)
            Add(use.Key, use.Value);
    }

    public void Add(string index, double units)
    {
        ByIndex.TryGetValue(index, out double known);
        ByIndex[index] = known + units;
    }
}
