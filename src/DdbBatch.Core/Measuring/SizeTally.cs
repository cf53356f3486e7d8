using System;
using DdbBatch.Items;

namespace DdbBatch.Measuring;

/// <summary>Counts items by their size: exactly, because an item has no more than 400 KB.</summary>
internal sealed class SizeTally
{
    private readonly long[] _counts = new long[ItemRules.MaxItemSizeBytes + 1];

    /// <summary>The number of items.</summary>
    public long Items { get; private set; }

    /// <summary>Their size in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts an item.</summary>
    public void Add(int sizeBytes)
    {
        Items++;
        Bytes += sizeBytes;
        _counts[Math.Min(sizeBytes, ItemRules.MaxItemSizeBytes)]++;
    }

    /// <summary>The distribution.</summary>
    public ItemSizeDistribution Distribution() => Items == 0 ? new ItemSizeDistribution() : new ItemSizeDistribution
    {
        Mean = (double)Bytes / Items,
        Minimum = Percentile(0),
        Median = Percentile(0.5),
        Percentile90 = Percentile(0.9),
        Percentile99 = Percentile(0.99),
        Maximum = Percentile(1),
    };

    private int Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Items));
        int size = 0;
        for (long counted = _counts[0]; counted < rank; counted += _counts[size])
            size++;
        return size;
    }
}
