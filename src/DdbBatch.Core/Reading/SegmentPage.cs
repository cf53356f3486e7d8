using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>A page with the segment that it is a part of.</summary>
internal readonly record struct SegmentPage(Segment Segment, Page Page);
