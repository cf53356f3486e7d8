using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Reading;
using DdbBatch.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Copying;

/// <summary>
/// The only class in which a page of a copy starts and ends. The checkpoint passes a page when all of its items, and those of
/// all pages before it in its segment, are written or kept in the failed file. A killed copy therefore continues without a
/// hole, and reads again only what was on its way.
/// </summary>
internal sealed class CopyJournal
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CopyMark _former;
    private readonly IFailedRows? _failed;
    private readonly Action<CopyMark> _write;
    private readonly CopySegment[] _segments;
    private TimeSpan _nextWrite = Interval;
    private long _kept;
    private bool _isMoved;
    private bool _isClosed;

    /// <param name="mark">How far the earlier run has come, with the identity and the segments of this one.</param>
    /// <param name="failed">Keeps the items that were not written (-FailedPath); null if there is none.</param>
    /// <param name="write">Writes a mark to the disk.</param>
    public CopyJournal(CopyMark mark, IFailedRows? failed, Action<CopyMark> write)
    {
        _former = mark;
        _failed = failed;
        _write = write;
        _kept = mark.Kept;
        _segments = [.. mark.Segments.Select(segment => new CopySegment(segment))];
        // Only now is it certain that the file is of this copy.
        failed?.RemoveUnsettled();
        write(mark);
    }

    /// <summary>How far the copy has come.</summary>
    public CopyMark Mark => _former with { Kept = _kept, Segments = [.. _segments.Select(segment => segment.Mark)] };

    /// <summary>Returns the mark that a copy starts with.</summary>
    /// <param name="former">The last mark of the earlier run.</param>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="identity">The tables and the selection of the copy.</param>
    /// <param name="segments">The number of segments, unless an earlier run has chosen one.</param>
    /// <param name="failedPath">The failed file; empty if there is none.</param>
    /// <exception cref="CheckpointException">The mark is of another copy.</exception>
    public static CopyMark Start(CopyMark former, string path, CopyIdentity identity, int segments, string failedPath)
    {
        Compare(former, path, identity);
        return former with
        {
            Identity = identity,
            FailedPath = failedPath,
            Segments = former.Segments.Count > 0 ? former.Segments : new SegmentMark[segments],
        };
    }

    /// <summary>Compares a mark with a copy.</summary>
    /// <param name="former">The last mark of the earlier run.</param>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="identity">The tables and the selection of the copy.</param>
    /// <exception cref="CheckpointException">The mark is of another copy.</exception>
    public static void Compare(CopyMark former, string path, CopyIdentity identity)
    {
        if (former.Identity?.FindDifference(identity) is (string part, string earlier, string given))
            throw CheckpointException.OtherCopy(path, part, earlier, given);
        if (former.IsBegun && former.Identity?.FindReplaced(identity) is (string table, string formerId, string id))
            throw CheckpointException.ReplacedTable(path, table, formerId, id);
    }

    /// <summary>Returns the segments that are still to be read; each starts after its last settled page.</summary>
    /// <param name="mark">How far the earlier run has come.</param>
    /// <param name="parallel">How many are read at a time.</param>
    public static IReadOnlyList<Segment> Remaining(CopyMark mark, int parallel)
    {
        IReadOnlyList<Segment> segments = Segment.Divide(mark.Segments.Count, parallel);
        foreach (Segment segment in segments)
            (segment.StartKey, segment.IsComplete) = (mark.Segments[segment.Index].Key, mark.Segments[segment.Index].IsComplete);
        // Those that were begun come first: few are open at a time.
        return [.. segments.OrderBy(segment => segment.StartKey is null)];
    }

    /// <summary>Takes the next page of a segment.</summary>
    public CopyPage Take(SegmentPage page)
    {
        CopyPage taken = _segments[page.Segment.Index].Take(page.Page.LastEvaluatedKey, page.Page.Items.Count);
        Advance(taken.Segment);
        return taken;
    }

    /// <summary>Records the outcome of an operation.</summary>
    /// <param name="operation">The operation, with its outcome; its origin is its page.</param>
    /// <param name="end">The reason why the run has ended early; null while it continues.</param>
    /// <param name="item">The operation for the user; null if it was written.</param>
    public void Settle(WriteOperation operation, OperationError? end, UnprocessedItem? item)
    {
        CopyPage page = (CopyPage)operation.Origin!;
        if (item is null)
            page.Settle();
        else if (_failed is null || IsInterrupted(operation, end))
            page.Block();
        else
            page.Keep(item);
        Advance(page.Segment);
    }

    /// <summary>Writes the mark about once a second.</summary>
    /// <param name="now">The time since the start of the run.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public void WriteIfDue(TimeSpan now)
    {
        if (now < _nextWrite)
            return;
        _nextWrite = now + Interval;
        Write();
    }

    /// <summary>Writes the mark at the end of the run, unless writing has failed before.</summary>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public void Close()
    {
        if (_isClosed)
            return;
        Write();
        _isClosed = true;
    }

    // An item that was not written only because the run ended was not given up: the next run writes it.
    private static bool IsInterrupted(WriteOperation operation, OperationError? end) =>
        end is not null && operation.Outcome != OperationOutcome.Invalid
        && (operation.LastError == end || operation.LastError == OperationError.BehindUnprocessed);

    private void Advance(CopySegment segment)
    {
        // After the disk has failed, a page with items for the failed file is not settled.
        while (_failed is not { HasFailed: true } && segment.TakeSettled() is { } page)
        {
            _isMoved = true;
            foreach (UnprocessedItem item in page.Left)
                _failed!.Add(item.At(++_kept));
        }
    }

    private void Write()
    {
        // The items that the mark counts as kept must be on the disk before the mark is.
        if (_isClosed || !_isMoved || _failed?.TryFlush() == false)
            return;
        try
        {
            _write(Mark);
            _isMoved = false;
        }
        catch (CheckpointException)
        {
            // The file's content stays true, because nothing more is written to it.
            _isClosed = true;
            throw;
        }
    }
}
