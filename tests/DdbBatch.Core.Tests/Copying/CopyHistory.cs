using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using DdbBatch.Copying;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Storage;
using DdbBatch.Tests.Simulation;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Copying;

/// <summary>
/// One copy of a random table: its pages arrive and its items are settled in any order, it is killed at any moment, and it is
/// resumed until it comes to its end. Afterwards every item is in the destination, or once in the failed file.
/// </summary>
internal sealed class CopyHistory
{
    private static readonly CopyIdentity Identity = new("a", "here", "b", "there", "0");

    private readonly Dice _dice;
    private readonly int[][][] _pages;
    private readonly HashSet<int> _written = [];
    private readonly bool _keepsFailed;
    private readonly double _failureRate;
    private readonly int[] _settledOnDisk;
    private readonly FailedLines? _failed;
    private byte[] _disk = CopyMark.Begin().ToBytes();
    private int _killsLeft;

    public CopyHistory(ulong seed)
    {
        _dice = new Dice(seed);
        int id = 0;
        _pages = [.. Enumerable.Range(0, _dice.Pick(1, 2, 7)).Select(_ =>
            Enumerable.Range(0, _dice.Between(1, 8)).Select(_ =>
                Enumerable.Range(0, _dice.Pick(0, 1, 2, 5)).Select(_ => id++).ToArray()).ToArray())];
        _keepsFailed = _dice.Chance(0.6);
        _failureRate = _dice.Pick(0, 0, 0.1, 0.5);
        _settledOnDisk = new int[_pages.Length];
        _failed = _keepsFailed ? new FailedLines(_dice) : null;
        _killsLeft = _dice.Next(8);
    }

    /// <summary>Plays a history.</summary>
    /// <returns>How the promise was broken; null if it was kept.</returns>
    public static string? Play(ulong seed)
    {
        try
        {
            new CopyHistory(seed).Run();
            return null;
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private void Run()
    {
        while (!RunOnce())
        {
        }

        int[] kept = [.. (_failed?.Ids ?? []).Order()];
        int[] all = [.. _pages.SelectMany(segment => segment.SelectMany(page => page))];
        PromiseBrokenException.Unless(kept.Distinct().Count() == kept.Length, "an item is in the failed file twice");
        int[] missing = [.. all.Except(_written).Except(kept)];
        PromiseBrokenException.Unless(missing.Length == 0, $"items {string.Join(" ", missing)} are nowhere");
        PromiseBrokenException.Unless(_written.IsSubsetOf(all), "an item came from nowhere");
    }

    // One process. True if the copy has come to its end.
    private bool RunOnce()
    {
        CopyMark former = CopyMark.Parse(_disk);
        _failed?.Open(former);
        CopyMark start = CopyJournal.Start(former, "path", Identity, _pages.Length, _keepsFailed ? "failed" : "");
        List<CopyPage>[] taken = [.. _pages.Select(_ => new List<CopyPage>())];
        int[] begins = [.. _settledOnDisk];
        CopyJournal journal = new(start, _failed, mark => Write(mark, begins, taken));
        List<Segment> open = [.. CopyJournal.Remaining(start, _dice.Between(1, 4)).Where(segment => !segment.IsComplete)];
        foreach (Segment segment in open)
        {
            PromiseBrokenException.Unless(
                NextPage(segment) == begins[segment.Index], $"{segment} is read from page {NextPage(segment)}, and {begins[segment.Index]} were settled");
        }

        List<WriteOperation> unsettled = [];
        bool isKilled = _killsLeft-- > 0;
        int steps = isKilled ? _dice.Next(60) : int.MaxValue;
        bool hasFailures = false;
        TimeSpan now = TimeSpan.Zero;
        while (open.Count > 0 || unsettled.Count > 0)
        {
            if (steps-- == 0)
            {
                ApplyInFlight(unsettled);
                _failed?.Crash();
                return false;
            }

            if (unsettled.Count == 0 || (open.Count > 0 && _dice.Chance(0.3)))
                TakePage(journal, open, unsettled, taken);
            else
                hasFailures |= Settle(journal, unsettled, mayFail: isKilled || _keepsFailed);
            now += _dice.Time(TimeSpan.FromSeconds(1));
            journal.WriteIfDue(now);
        }

        journal.Close();
        bool isComplete = CopyMark.Parse(_disk).IsComplete;
        PromiseBrokenException.Unless(isComplete || (hasFailures && !_keepsFailed), "everything is settled, and the mark does not say so");
        return isComplete;
    }

    private void TakePage(CopyJournal journal, List<Segment> open, List<WriteOperation> unsettled, List<CopyPage>[] taken)
    {
        Segment segment = _dice.Pick(open);
        int number = NextPage(segment);
        int[] ids = _pages[segment.Index][number];
        byte[]? endKey = number == _pages[segment.Index].Length - 1 ? null : Encoding.UTF8.GetBytes($$$"""{"page":{"N":"{{{number + 1}}}"}}""");
        Page page = new()
        {
            Items = [.. ids.Select(id => new ReadOnlyMemory<byte>(Item(id)))],
            LastEvaluatedKey = endKey,
        };
        (segment.StartKey, segment.IsComplete) = (endKey, endKey is null);
        if (segment.IsComplete)
            open.Remove(segment);
        CopyPage begun = journal.Take(new SegmentPage(segment, page));
        taken[segment.Index].Add(begun);
        unsettled.AddRange(ids.Select(id =>
            new WriteOperation(id, OperationKind.Put, new EncodedItem(Item(id), 1, default), null) { Origin = begun }));
    }

    // True if the operation was given up.
    private bool Settle(CopyJournal journal, List<WriteOperation> unsettled, bool mayFail)
    {
        WriteOperation operation = _dice.Pick(unsettled);
        unsettled.Remove(operation);
        operation.Send();
        bool fails = mayFail && _dice.Chance(_failureRate);
        bool isWritten = !fails || _dice.Chance(0.2);
        if (isWritten)
            _written.Add((int)operation.Position);
        operation.Complete(fails ? OperationOutcome.Unprocessed : OperationOutcome.Written, fails ? OperationError.Unprocessed : null);
        journal.Settle(operation, end: null, fails ? operation.ToUnprocessedItem("b", null, default) : null);
        return fails;
    }

    private void Write(CopyMark mark, int[] begins, List<CopyPage>[] taken)
    {
        _disk = mark.ToBytes();
        for (int i = 0; i < _pages.Length; i++)
            _settledOnDisk[i] = begins[i] + taken[i].TakeWhile(page => page.IsSettled).Count();
    }

    // A request of a killed process may take effect all the same.
    private void ApplyInFlight(List<WriteOperation> unsettled)
    {
        foreach (WriteOperation operation in unsettled)
        {
            if (_dice.Chance(0.3))
                _written.Add((int)operation.Position);
        }
    }

    private static int NextPage(Segment segment) => segment.StartKey is null
        ? 0
        : int.Parse(Encoding.UTF8.GetString(segment.StartKey).Split('"')[5], CultureInfo.InvariantCulture);

    private static byte[] Item(int id) => Encoding.UTF8.GetBytes($$$"""{"id":{"N":"{{{id}}}"}}""");

    /// <summary>A failed file: what a process has appended stays, and a crash of the machine takes what was not flushed.</summary>
    private sealed class FailedLines(Dice dice) : IFailedRows
    {
        private readonly List<(long Row, int Id)> _lines = [];
        private int _flushed;
        private long _formerRow;

        public IEnumerable<int> Ids => _lines.Select(line => line.Id);

        public bool HasFailed => false;

        public void Open(CopyMark former) => _formerRow = former.Kept;

        public void Crash()
        {
            int lost = dice.Next(_lines.Count - _flushed + 1);
            if (dice.Chance(0.5))
                _lines.RemoveRange(_lines.Count - lost, lost);
        }

        public void Add(UnprocessedItem item) =>
            _lines.Add((item.Position, int.Parse(item.DynamoDBJson!.Split('"')[5], CultureInfo.InvariantCulture)));

        public bool TakeLeft(long row) => false;

        public void RemoveUnsettled()
        {
            _lines.RemoveAll(line => line.Row > _formerRow);
            _flushed = Math.Min(_flushed, _lines.Count);
        }

        public bool TryFlush()
        {
            _flushed = _lines.Count;
            return true;
        }
    }
}
