using System;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>One Scan or Query call: the next page of a segment.</summary>
/// <param name="segment">The segment.</param>
/// <param name="limit">The most items to evaluate (Limit); null for as many as fit into 1 MB.</param>
/// <param name="units">The RCU that were booked for it.</param>
/// <param name="sentAt">When it was given out.</param>
internal sealed class PageRequest(Segment segment, int? limit, double units, TimeSpan sentAt)
{
    public Segment Segment { get; } = segment;

    public int? Limit { get; } = limit;

    public double Units { get; } = units;

    public TimeSpan SentAt { get; } = sentAt;

    /// <summary>The page, as the call states it.</summary>
    public PageStart Start => new(Segment.Index, Segment.Count, Segment.StartKey, Limit);
}
