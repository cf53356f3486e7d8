using System.Collections.Generic;

namespace DdbBatch.Copying;

/// <summary>A segment on its way: how far it was copied, and the pages after that, in order.</summary>
/// <param name="mark">How far an earlier run has copied it.</param>
internal sealed class CopySegment(SegmentMark mark)
{
    private readonly Queue<CopyPage> _pages = new();

    /// <summary>How far it was copied.</summary>
    public SegmentMark Mark { get; private set; } = mark;

    /// <summary>Takes the next page.</summary>
    public CopyPage Take(byte[]? endKey, int items)
    {
        CopyPage page = new(this, endKey, items);
        _pages.Enqueue(page);
        return page;
    }

    /// <summary>Takes a page that is settled, if it is the first; the mark is moved to its end.</summary>
    /// <returns>Null if the first page is not settled.</returns>
    public CopyPage? TakeSettled()
    {
        if (_pages.Count == 0 || !_pages.Peek().IsSettled)
            return null;
        CopyPage page = _pages.Dequeue();
        Mark = page.Mark;
        return page;
    }
}
