using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Reading;

namespace DdbBatch.Measuring;

/// <summary>
/// Some segments of a table, chosen at random. An item's segment depends only on its partition key, so this is a cluster
/// sample: it has all items of a partition key, or none.
/// </summary>
internal static class SegmentSample
{
    // The interval is computed from the variance between segments, and that needs many of them.
    private const int LeastSegments = 200;

    /// <summary>The maximum of TotalSegments (API reference, Scan).</summary>
    private const int MaxSegments = 1_000_000;

    /// <summary>The smallest fraction for which there are enough segments.</summary>
    public const double LeastFraction = (double)LeastSegments / MaxSegments;

    /// <summary>Chooses the segments.</summary>
    /// <param name="fraction">Which share of all segments.</param>
    /// <param name="usual">The number of segments for a read of the whole table.</param>
    /// <param name="seed">The seed of the choice.</param>
    public static IReadOnlyList<Segment> Choose(double fraction, int usual, int seed)
    {
        int count = (int)Math.Min(MaxSegments, Math.Max(usual, Math.Ceiling(LeastSegments / fraction)));
        int chosen = (int)Math.Max(1, Math.Min(count, Math.Round(fraction * count)));
        Random random = new(seed);
        HashSet<int> indexes = [];
        while (indexes.Count < chosen)
            indexes.Add(random.Next(count));
        return [.. indexes.Select(index => new Segment(index, count))];
    }
}
