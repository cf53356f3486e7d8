using System;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>How many segments to divide a table into.</summary>
internal static class SegmentCount
{
    // Small enough that the last segments end at about the same time, large enough that their last pages are full.
    private const long SegmentBytes = 32L * 1024 * 1024;
    private const long PageBytes = 1024 * 1024;
    private const int Most = 10_000;

    /// <summary>The number for a table.</summary>
    /// <param name="description">The table; its size is up to six hours old, so a new table seems empty.</param>
    /// <param name="parallel">How many requests are in flight at a time.</param>
    public static int Of(TableDescription description, int parallel)
    {
        long bySize = description.SizeBytes is { } bytes ? Math.Max(bytes / SegmentBytes, Math.Min(parallel, bytes / PageBytes)) : 0;
        int least = description.SizeBytes is > 0 ? 1 : Math.Min(4, parallel);
        return (int)Math.Max(least, Math.Min(Most, bySize));
    }
}
