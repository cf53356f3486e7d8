using System;
using System.Collections.Generic;
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
/// <param name="unseen">Sees every item.</param>
internal sealed class ItemTransfer(
    TableRead read, WritePump pump, Lane lane, OperationKind kind, CopyJournal? journal, UnseenAttributes unseen)
{
    // Few, so that the answers of requests need not wait for the lock until a whole page is submitted.
    private const int OperationsAtOnce = 100;

    private readonly ItemReader _items = new(lane.Schema);
    private readonly WriteOperation[] _operations = new WriteOperation[OperationsAtOnce];
    private SegmentPage? _page;
    private CopyPage? _taken;
    private int _nextItem;
    private int _nextOperation;
    private int _count;
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
        while (_nextOperation < _count || _nextItem < page.Page.Items.Count)
        {
            if (_nextOperation == _count)
                CreateOperations(page.Page.Items);
            int submitted = pump.Submit(lane, _operations.AsSpan(_nextOperation, _count - _nextOperation));
            _nextOperation += submitted;
            Items += submitted;
            if (_nextOperation < _count)
                return false;
        }

        _page = null;
        return true;
    }

    private void CreateOperations(IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        (_nextOperation, _count) = (0, 0);
        for (; _count < OperationsAtOnce && _nextItem < items.Count; _nextItem++)
        {
            unseen.See(items[_nextItem].Span);
            EncodedItem item = _items.Read(items[_nextItem].Span);
            _operations[_count++] = new WriteOperation(Items + _count, kind, item, input: null) { IsSnapshot = true, Origin = _taken };
        }
    }
}
