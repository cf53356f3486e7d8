using System.Collections.Generic;

namespace DdbBatch.Copying;

/// <summary>A page on its way: how many of its items are not settled yet, and which were not written.</summary>
/// <param name="segment">Its segment.</param>
/// <param name="endKey">Its LastEvaluatedKey; null if it is the last page.</param>
/// <param name="items">The number of its items.</param>
internal sealed class CopyPage(CopySegment segment, byte[]? endKey, int items)
{
    private readonly List<UnprocessedItem> _left = [];
    private int _unsettled = items;
    private bool _isBlocked;

    /// <summary>Its segment.</summary>
    public CopySegment Segment { get; } = segment;

    /// <summary>How far its segment was copied once it is settled.</summary>
    public SegmentMark Mark { get; } = new(endKey, IsComplete: endKey is null);

    /// <summary>The items that were not written, for the failed file.</summary>
    public IReadOnlyList<UnprocessedItem> Left => _left;

    /// <summary>True if every item is written, or is in <see cref="Left"/>.</summary>
    public bool IsSettled => _unsettled == 0 && !_isBlocked;

    /// <summary>Records that an item was written.</summary>
    public void Settle() => _unsettled--;

    /// <summary>Records that an item was not written, and is to be kept in the failed file.</summary>
    public void Keep(UnprocessedItem item)
    {
        _left.Add(item);
        _unsettled--;
    }

    /// <summary>Records that an item was not written and is not kept: the next run reads the page again.</summary>
    public void Block() => _isBlocked = true;
}
