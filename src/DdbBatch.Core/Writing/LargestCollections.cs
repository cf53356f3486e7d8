using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Writing;

/// <summary>
/// The largest item collections that answers have reported. A load may have millions of partition keys, so only the largest
/// are kept. Sizes matter when they come near to 10 GB, the most that an item collection may have if the table has local
/// secondary indexes (Developer Guide, "Item collection size limit").
/// </summary>
internal sealed class LargestCollections
{
    /// <summary>How many are kept.</summary>
    public const int Limit = 100;

    private readonly Dictionary<string, double> _sizes = new(StringComparer.Ordinal);

    /// <summary>The largest size estimate of each, in GB, by its key.</summary>
    public SortedDictionary<string, double> ToSorted()
    {
        Prune();
        return new SortedDictionary<string, double>(_sizes, StringComparer.Ordinal);
    }

    /// <summary>Adds what an answer reports of a collection.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="gigabytes">The upper end of its size estimate.</param>
    public void Add(string key, double gigabytes)
    {
        if (_sizes.TryGetValue(key, out double known) && known >= gigabytes)
            return;
        _sizes[key] = gigabytes;
        // Not at each one: sorting takes longer than adding.
        if (_sizes.Count >= 4 * Limit)
            Prune();
    }

    // A dropped collection returns if it grows beyond the others.
    private void Prune()
    {
        if (_sizes.Count <= Limit)
            return;
        foreach (string key in _sizes.OrderByDescending(size => size.Value).ThenBy(size => size.Key, StringComparer.Ordinal)
            .Skip(Limit).Select(size => size.Key).ToArray())
            _sizes.Remove(key);
    }
}
