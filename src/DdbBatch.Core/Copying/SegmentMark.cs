namespace DdbBatch.Copying;

/// <summary>How far a segment was copied: to the end of the last page of which, and before which, every item is settled.</summary>
/// <param name="Key">The LastEvaluatedKey of that page, as it came; null if there is no such page, and after the last one.</param>
/// <param name="IsComplete">True after the last page.</param>
internal readonly record struct SegmentMark(byte[]? Key, bool IsComplete)
{
    /// <summary>True if no page was copied yet.</summary>
    public bool IsFresh => Key is null && !IsComplete;
}
