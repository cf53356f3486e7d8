using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Storage;
using DdbBatch.Tests.Simulation;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Storage;

/// <summary>
/// A random history of a load, from its first run to the one that comes to its end. The oracle is what it remembers itself:
/// which rows were ever written, and which were ever sent.
/// </summary>
internal sealed class JournalHistory
{
    private static readonly RunTable Music = new("Music", "Music", new TableException(OperationError.TableCreating));

    private readonly Dice _dice;
    private readonly SimulatedDisk _disk;
    private readonly int _rows;
    private readonly int _span;
    private readonly bool _keepsFailed;
    private readonly HashSet<long> _written = [];
    private readonly HashSet<long> _sent = [];
    private long _writtenByRun;

    public JournalHistory(ulong seed)
    {
        _dice = new Dice(seed);
        _disk = new SimulatedDisk(new Dice(seed, 1));
        _rows = _dice.Between(1, 80);
        _span = _dice.Pick(1, 5, 20, 100);
        _keepsFailed = _dice.Chance(0.8);
    }

    public void Play()
    {
        for (int run = 0; !Run(isLast: run == 12); run++)
        {
            Assert.True(run < 12, "The load doesn't come to its end.");
            CheckAccounted(_disk.Mark.Row);
        }

        CheckAccounted(_keepsFailed ? _rows : _disk.Mark.Row);
        Assert.Equal(_disk.Mark.Row == _rows, _disk.Mark.IsComplete);
        Assert.True(_disk.Mark.IsComplete || !_keepsFailed);
    }

    // True once the input has come to its end.
    private bool Run(bool isLast)
    {
        _disk.UsesLeft = !isLast && _dice.Chance(0.6) ? _dice.Next(40) : null;
        int stopAfter = !isLast && _dice.Chance(0.3) ? _dice.Next(200) : int.MaxValue;
        try
        {
            return Run(stopAfter);
        }
        catch (MachineDownException)
        {
            _disk.GoDown();
            return false;
        }
    }

    private bool Run(int steps)
    {
        SimulatedDisk.Session session = _disk.Open();
        Leftovers leftovers = new(areListed: true, _keepsFailed ? session : null, hasCheckpoint: true);
        RowCounts counts = new();
        RunJournal journal = new(new Checkpoint(session, 1, "", _span), leftovers, counts, new MarkWaiters(), TimeSpan.FromSeconds(10));
        long marked = session.Former.Row;
        _writtenByRun = 0;
        List<WriteOperation> pending = [];
        TimeSpan now = TimeSpan.Zero;
        for (int next = 1; next <= _rows || pending.Count > 0; steps--)
        {
            if (steps <= 0)
            {
                pending.ForEach(row => Settle(journal, row, OperationOutcome.Unprocessed, OperationError.Stopped, OperationError.Stopped));
                journal.End();
                CheckEnds(journal, leftovers, counts, next - 1);
                return false;
            }

            now += _dice.Time(TimeSpan.FromSeconds(0.2));
            if (_dice.Chance(0.3) || journal.IsFull)
                journal.WriteIfDue(now);
            if (next <= _rows && !journal.IsFull && _dice.Chance(0.6))
                Take(journal, next++, marked, pending);
            else if (pending.Count > 0)
                SettleAny(journal, pending);
        }

        journal.Complete();
        CheckEnds(journal, leftovers, counts, _rows);
        return true;
    }

    // Each row that the run took ended in it: written, listed once, or skipped.
    private void CheckEnds(RunJournal journal, Leftovers leftovers, RowCounts counts, long taken)
    {
        Assert.Equal(taken, journal.AccountedPosition);
        Assert.Equal(taken, _writtenByRun + leftovers.Items.Count + counts.Skipped);
        Assert.Equal(leftovers.Items.Count, leftovers.Items.Select(item => item.Position).Distinct().Count());
        Assert.Equal(leftovers.Items.Count(item => item.Outcome == OperationOutcome.Invalid), counts.Invalid);
    }

    private void Take(RunJournal journal, int row, long marked, List<WriteOperation> pending)
    {
        if (IsRefused(row))
        {
            if (!journal.TakeRefused(Music, row, "KeyMissing", () => [(byte)'1']))
                journal.Refuse(Music, new UnprocessedItem(row, "Music", OperationKind.Put, OperationOutcome.Invalid, new OperationError("KeyMissing", ""), row));
            return;
        }

        WriteOperation operation = Put(row);
        bool isSkipped = journal.Take(Music, operation);
        Assert.Equal(row <= marked, isSkipped);
        if (isSkipped)
        {
            Assert.Equal(operation.IsLeft, !_written.Contains(row));
            return;
        }

        Assert.True(operation.ResentSettlesAt is not null || !_sent.Contains(row), $"Row {row} was sent before, and nothing waits for it.");
        Assert.True(!_keepsFailed || row <= _disk.Mark.Row + _span, $"Row {row} is sent, and the checkpoint is at {_disk.Mark.Row}.");
        _sent.Add(row);
        pending.Add(operation);
    }

    private void SettleAny(RunJournal journal, List<WriteOperation> pending)
    {
        WriteOperation row = pending[_dice.Next(pending.Count)];
        pending.Remove(row);
        // One row is always given up, so that no run of it is written and none else counts for it.
        bool isWritten = row.Position % 9 != 0;
        if (isWritten)
        {
            _written.Add(row.Position);
            _writtenByRun++;
        }

        Settle(journal, row, isWritten ? OperationOutcome.Written : OperationOutcome.Unprocessed, new OperationError("UnprocessedItems", ""), null);
    }

    private static void Settle(RunJournal journal, WriteOperation row, OperationOutcome outcome, OperationError error, OperationError? end)
    {
        row.Complete(outcome, error);
        journal.Settle(
            row, end, outcome == OperationOutcome.Written ? null : row.ToUnprocessedItem("Music", schema: null, DateTimeOffset.UnixEpoch));
    }

    private static bool IsRefused(long row) => row % 7 == 0;

    // Each row up to the checkpoint was written, or has one line.
    private void CheckAccounted(long upTo)
    {
        Dictionary<long, int> lines = _disk.Lines.GroupBy(line => line.Position).ToDictionary(rows => rows.Key, rows => rows.Count());
        for (long row = 1; row <= upTo; row++)
        {
            int expected = _written.Contains(row) ? 0 : 1;
            Assert.True(lines.GetValueOrDefault(row) == expected, $"Row {row} has {lines.GetValueOrDefault(row)} lines, not {expected}; the checkpoint is at {_disk.Mark.Row}.");
        }
    }
}
