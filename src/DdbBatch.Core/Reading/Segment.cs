using System;
using System.Collections.Generic;

namespace DdbBatch.Reading;

/// <summary>
/// A part of a table that is read page by page, in order: one of the segments of a parallel scan, or a whole query
/// (Developer Guide, "Parallel scan").
/// </summary>
internal sealed class Segment
{
    /// <summary>The most segments that a table can be divided into (API reference, Scan, TotalSegments).</summary>
    public const int MaxCount = 1_000_000;

    /// <param name="index">Its number, from 0.</param>
    /// <param name="count">How many segments the table is divided into.</param>
    public Segment(int index, int count)
    {
        Index = index;
        Count = count;
    }

    /// <summary>Its number, from 0.</summary>
    public int Index { get; }

    /// <summary>How many segments the table is divided into (TotalSegments).</summary>
    public int Count { get; }

    /// <summary>
    /// The key that the next page starts after, as DynamoDB gave it (LastEvaluatedKey); null at the beginning.
    /// </summary>
    public byte[]? StartKey { get; set; }

    /// <summary>True once its last page was read.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Failed attempts at the next page.</summary>
    public int Retries { get; set; }

    /// <summary>Attempts at the next page for which the credentials were refused.</summary>
    public int CredentialErrors { get; set; }

    /// <summary>When the next page may be requested again.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>All segments of a table, in the order in which to start them.</summary>
    /// <param name="count">How many segments there are.</param>
    /// <param name="parallel">How many are read at a time.</param>
    /// <remarks>
    /// Neighbouring segments share a partition, so those that are read at a time are taken far from one another.
    /// </remarks>
    public static IReadOnlyList<Segment> Divide(int count, int parallel)
    {
        List<Segment> segments = new(count);
        int stride = (count + parallel - 1) / parallel;
        for (int offset = 0; offset < stride; offset++)
        {
            for (int index = offset; index < count; index += stride)
                segments.Add(new Segment(index, count));
        }

        return segments;
    }

    /// <summary>For messages.</summary>
    public override string ToString() => $"segment {Index} of {Count}";
}
