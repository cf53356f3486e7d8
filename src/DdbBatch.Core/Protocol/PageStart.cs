namespace DdbBatch.Protocol;

/// <summary>Which page a Scan or Query requests.</summary>
/// <param name="Segment">The segment, from 0.</param>
/// <param name="TotalSegments">How many segments the table is divided into; 1 for a Query.</param>
/// <param name="StartKey">The LastEvaluatedKey of the page before, as it came; null for the first page.</param>
/// <param name="Limit">The most items to evaluate; null for as many as fit into 1 MB.</param>
internal readonly record struct PageStart(int Segment, int TotalSegments, byte[]? StartKey, int? Limit);
