using System;
using DdbBatch.Items;
using DdbBatch.Reading;
using DdbBatch.Writing;

namespace DdbBatch.Copying;

/// <summary>
/// Moves items from a read to a writing engine: as puts, or their keys as deletes. The bytes stay as DynamoDB sent them. A
/// page waits while the writer has no room, and the reader stops when enough pages wait, so memory is bounded.
/// </summary>
/// <param name="read">Reads the items.</param>
/// <param name="pump">Writes them.</param>
/// <param name="lane">The table that is written to.</param>
/// <param name="kind">Put, or Delete if only keys are read.</param>
/// <param name="journal">Records the pages; null without a checkpoint.</param>
internal sealed class ItemTransfer(TableRead read, WritePump pump, Lane lane, OperationKind kind, CopyJournal? journal)
{
    private SegmentPage? _page;
    private CopyPage? _taken;
    private WriteOperation? _waiting;
    private int _nextItem;
    private bool _isRead;

    /// <summary>The items that were given to the writer.</summary>
    public long Items { get; private set; }

    /// <summary>Moves items, or waits until some can be moved.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <returns>True once all items were read and have their outcomes.</returns>
    /// <exception cref="ItemException">The key of an item is not that of its table.</exception>
    public bool Advance(TimeSpan atMost)
    {
        if (_page is null && !_isRead)
            TakePage(atMost);
        if (_page is { } page && !TrySubmit(page))
            pump.Wait(atMost);
        return _isRead && pump.Wait(atMost);
    }

    private void TakePage(TimeSpan atMost)
    {
        if (!read.TryNext(atMost, out _page))
        {
            _isRead = true;
            pump.CompleteInput();
            return;
        }

        _nextItem = 0;
        if (_page is { } page)
            _taken = journal?.Take(page);
    }

    // False if the writer has no room for the rest of the page.
    private bool TrySubmit(SegmentPage page)
    {
        for (; _nextItem < page.Page.Items.Count; _nextItem++)
        {
            _waiting ??= ToOperation(page.Page.Items[_nextItem]);
            if (!pump.TrySubmit(lane, _waiting, out _))
                return false;
            _waiting = null;
            Items++;
        }

        _page = null;
        return true;
    }

    private WriteOperation ToOperation(ReadOnlyMemory<byte> item)
    {
        ItemKey key = ItemKeyReader.Read(item.Span, lane.Schema);
        EncodedItem encoded = new(item.ToArray(), ItemSize.Of(item.Span), key);
        return new WriteOperation(Items + 1, kind, encoded, input: null) { IsSnapshot = true, Origin = _taken };
    }
}
