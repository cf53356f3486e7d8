using System;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Storage;
using DdbBatch.Tests.Simulation;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Storage;

public sealed class RunJournalTests
{
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(7);
    private static readonly OperationError GivenUp = new("UnprocessedItems", "no capacity");

    private static readonly RunTable Music = new("Music", "Music", new TableException(OperationError.TableCreating));

    private readonly SimulatedDisk _disk = new(new Dice(1));

    [Fact]
    public void The_rows_sent_beyond_the_checkpoint_on_the_disk_are_limited_and_more_may_be_sent_once_it_is_written()
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation[] rows = TakeAll(journal, 1, 100);
        Assert.True(journal.IsFull);
        foreach (WriteOperation row in rows.Skip(1))
            Settle(journal, row, OperationOutcome.Written);
        journal.WriteIfDue(TimeSpan.Zero);
        Assert.True(journal.IsFull);

        Settle(journal, rows[0], OperationOutcome.Written);
        Assert.True(journal.IsFull);
        // A second is not over, but rows wait.
        journal.WriteIfDue(TimeSpan.Zero);
        Assert.Equal((100L, 200L), (_disk.Mark.Row, _disk.Mark.SendLimit));
        TakeAll(journal, 101, 200);
        Assert.True(journal.IsFull);
    }

    [Fact]
    public void Operations_that_wait_for_the_checkpoint_get_it_soon_and_only_once_it_is_on_the_disk()
    {
        MarkWaiters waiters = new() { Awaited = 2 };
        SimulatedDisk.Session session = _disk.Open();
        RunJournal journal = new(
            new Checkpoint(session, optionsHash: 1, "", 100), new Leftovers(areListed: false, session, hasCheckpoint: true), new RowCounts(), waiters, SettleTime);
        WriteOperation[] rows = TakeAll(journal, 1, 3);
        Settle(journal, rows[1], OperationOutcome.ConditionFailed);
        journal.WriteIfDue(TimeSpan.FromSeconds(0.5));
        Assert.Equal((0, 0), (waiters.Marked, _disk.Mark.Row));
        Settle(journal, rows[0], OperationOutcome.Written);
        Assert.Equal(0, waiters.Marked);
        journal.WriteIfDue(TimeSpan.FromSeconds(0.6));
        Assert.Equal((2, 2), (waiters.Marked, _disk.Mark.Row));

        // A load that can't keep a row that was not written repeats all later ones, so they wait for nothing.
        journal.Miss(3);
        journal.WriteIfDue(TimeSpan.FromSeconds(0.7));
        Assert.Equal(long.MaxValue, waiters.Marked);
    }

    [Fact]
    public void A_resumed_load_knows_of_every_row_that_an_earlier_run_may_have_sent_and_settles_its_key()
    {
        TakeAll(Begin(span: 100), 1, 100);
        RunJournal resumed = Begin(span: 10);
        Assert.All(TakeAll(resumed, 1, 10), row => Assert.Equal(SettleTime, row.ResentSettlesAt));
        RunJournal again = Begin(span: 200);
        WriteOperation[] rows = TakeAll(again, 1, 200);
        Assert.All(rows.Take(100), row => Assert.Equal(SettleTime, row.ResentSettlesAt));
        Assert.All(rows.Skip(100), row => Assert.Null(row.ResentSettlesAt));
    }

    [Fact]
    public void A_run_that_cannot_settle_a_row_goes_on_and_the_next_one_knows_how_far()
    {
        RunJournal journal = Begin(span: 10, keepsFailed: false);
        for (int row = 1; row <= 95; row++)
        {
            WriteOperation operation = Take(journal, row);
            Settle(journal, operation, row == 5 ? OperationOutcome.Unprocessed : OperationOutcome.Written);
            if (journal.IsFull)
                journal.WriteIfDue(TimeSpan.Zero);
            Assert.False(journal.IsFull);
        }

        Assert.Equal(4, _disk.Mark.Row);
        RunJournal resumed = Begin(span: 1000, keepsFailed: false);
        foreach (int row in Enumerable.Range(1, 4))
            Assert.True(resumed.Take(Music, Put(row)));
        WriteOperation[] rows = TakeAll(resumed, 5, 150);
        Assert.All(rows.TakeWhile(row => row.Position <= 95), row => Assert.NotNull(row.ResentSettlesAt));
        Assert.Null(rows[^1].ResentSettlesAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_passes_over_a_row_of_a_table_goes_on_with_the_others_and_the_next_one_reads_it_again(bool isDeclined)
    {
        RunJournal journal = Begin(span: 10);
        UnprocessedItem passed = new(1, "Music", OperationKind.Put, OperationOutcome.Unprocessed, GivenUp, 1);
        if (isDeclined)
            journal.Decline(Music, 1, () => passed);
        else
            journal.Leave(Music, 1, () => passed);
        for (int row = 2; row <= 50; row++)
        {
            Settle(journal, Take(journal, row), OperationOutcome.Written);
            if (journal.IsFull)
                journal.WriteIfDue(TimeSpan.Zero);
            Assert.False(journal.IsFull);
        }

        journal.Complete();
        Assert.Equal((0L, 50L, false), (_disk.Mark.Row, _disk.Mark.TakenRow, _disk.Mark.IsComplete));
        Assert.Equal(50, journal.AccountedPosition);
    }

    [Fact]
    public void An_input_that_lacks_rows_of_any_earlier_run_is_refused()
    {
        RunJournal journal = Begin(span: 100);
        TakeAll(journal, 1, 9);
        journal.End();
        RunJournal second = Begin(span: 100);
        TakeAll(second, 1, 3);
        second.End();

        RunJournal third = Begin(span: 100);
        foreach (WriteOperation row in TakeAll(third, 1, 7))
            Settle(third, row, OperationOutcome.Written);
        CheckpointException exception = Assert.Throws<CheckpointException>(third.Complete);
        Assert.Contains("it had 9 rows at least, and this one has 7", exception.Message);
    }

    [Fact]
    public void A_row_that_only_the_end_of_the_run_kept_from_being_written_is_left_to_the_next_run()
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation[] rows = TakeAll(journal, 1, 5);
        Settle(journal, rows[0], OperationOutcome.Unprocessed, GivenUp, OperationError.Stopped);
        Settle(journal, rows[1], OperationOutcome.Unknown, OperationError.Stopped, OperationError.Stopped);
        Settle(journal, rows[2], OperationOutcome.Unprocessed, OperationError.BehindUnprocessed, OperationError.Stopped);
        Settle(journal, rows[3], OperationOutcome.Invalid, GivenUp, OperationError.Stopped);
        Settle(journal, rows[4], OperationOutcome.Written);
        journal.End();

        Assert.Equal(1, _disk.Mark.Row);
        Assert.Equal([1L, 4L], _disk.Lines.Select(line => line.Position));
        RunJournal next = Begin(span: 100);
        Assert.True(next.Take(Music, Put(1)));
        foreach (WriteOperation row in TakeAll(next, 2, 5))
            Settle(next, row, OperationOutcome.Written);
        next.Complete();
        Assert.Equal([1L], _disk.Lines.Select(line => line.Position));
        Assert.True(_disk.Mark.IsComplete);
    }

    [Fact]
    public void A_row_that_was_given_up_is_kept_even_if_the_run_ends_and_with_it_those_that_waited_for_it()
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation[] rows = TakeAll(journal, 1, 5);
        Settle(journal, rows[0], OperationOutcome.Unprocessed, GivenUp, OperationError.Stopped);
        // It waited for the first row, and not for one that the end of the run has interrupted.
        Settle(journal, rows[1], OperationOutcome.Unprocessed, OperationError.BehindUnprocessed, OperationError.Stopped);
        Settle(journal, rows[2], OperationOutcome.Unprocessed, OperationError.Stopped, OperationError.Stopped);
        Settle(journal, rows[3], OperationOutcome.Unprocessed, GivenUp, OperationError.Stopped);
        Settle(journal, rows[4], OperationOutcome.Unprocessed, OperationError.BehindUnprocessed, OperationError.Stopped);
        journal.End();
        Assert.Equal([1L, 2L, 4L], _disk.Lines.Select(line => line.Position));
        Assert.Equal(2, _disk.Mark.Row);
    }

    [Theory]
    [InlineData(OperationOutcome.Written)]
    [InlineData(OperationOutcome.Superseded)]
    [InlineData(OperationOutcome.Invalid)]
    public void A_row_holds_the_checkpoint_back_while_a_lost_attempt_on_it_may_take_effect(OperationOutcome outcome)
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation[] rows = TakeAll(journal, 1, 2);
        rows[0].SettlesAt = TimeSpan.FromSeconds(9);
        Settle(journal, rows[0], outcome);
        Settle(journal, rows[1], OperationOutcome.Written);
        journal.WriteIfDue(TimeSpan.FromSeconds(8));
        Assert.Equal(0, _disk.Mark.Row);

        journal.WriteIfDue(TimeSpan.FromSeconds(9));
        Assert.Equal(2, _disk.Mark.Row);
    }

    [Theory]
    [InlineData(OperationOutcome.Unprocessed)]
    [InlineData(OperationOutcome.Unknown)]
    public void A_row_that_was_given_up_does_not_hold_the_checkpoint_back_because_it_closes_its_key(OperationOutcome outcome)
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation row = Take(journal, 1);
        row.SettlesAt = TimeSpan.FromSeconds(9);
        Settle(journal, row, outcome);
        journal.WriteIfDue(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _disk.Mark.Row);
    }

    [Fact]
    public void At_the_end_of_the_input_no_row_is_left_for_which_a_lost_attempt_would_have_to_settle()
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation row = Take(journal, 1);
        row.SettlesAt = TimeSpan.FromSeconds(9);
        Settle(journal, row, OperationOutcome.Written);
        journal.Complete();

        Assert.True(_disk.Mark.IsComplete);
    }

    [Fact]
    public void A_row_that_an_earlier_run_gave_up_closes_its_key_but_one_that_was_refused_does_not()
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation[] rows = TakeAll(journal, 1, 2);
        Settle(journal, rows[0], OperationOutcome.Unprocessed);
        Settle(journal, rows[1], OperationOutcome.Invalid);
        journal.End();

        RunJournal next = Begin(span: 100);
        WriteOperation[] again = [Put(1), Put(2)];
        Assert.All(again, row => Assert.True(next.Take(Music, row)));
        Assert.Equal([true, false], again.Select(row => row.IsLeft));
    }

    [Fact]
    public void A_row_that_the_failed_file_cannot_take_holds_the_checkpoint_back()
    {
        _disk.RoomLeft = 0;
        RunJournal journal = Begin(span: 100);
        foreach (WriteOperation row in TakeAll(journal, 1, 5))
            Settle(journal, row, row.Position == 3 ? OperationOutcome.Unprocessed : OperationOutcome.Written);
        journal.End();
        RunJournal next = Begin(span: 100);
        Assert.False(next.Take(Music, Put(1)));

        Assert.True(_disk.Mark.Row < 3);
    }

    [Fact]
    public void A_row_whose_table_cannot_be_written_to_is_kept_and_left_to_the_next_run()
    {
        (RunJournal journal, Leftovers leftovers, RowCounts counts) = BeginListed();
        Settle(journal, Take(journal, 1), OperationOutcome.Written);
        journal.Leave(Music, 2, () => Passed(2));
        journal.Decline(Music, 3, () => Passed(3));
        Assert.Equal((3, 2), (journal.AccountedPosition, counts.Unprocessed));
        Settle(journal, Take(journal, 4), OperationOutcome.Written);
        journal.Complete();

        Assert.Equal([2L, 3L], leftovers.Items.Select(item => item.Position));
        Assert.Equal([2L], _disk.Lines.Select(line => line.Position));
        Assert.Equal((1, false), (_disk.Mark.Row, _disk.Mark.IsComplete));
    }

    [Fact]
    public void A_row_that_is_left_or_declined_is_not_created_if_the_user_does_not_ask_for_it()
    {
        RunJournal journal = new(null, new Leftovers(areListed: false, file: null, hasCheckpoint: false), new RowCounts(), new MarkWaiters(), SettleTime);
        Assert.False(journal.IsFull);
        journal.Leave(Music, 1, () => throw new InvalidOperationException());
        journal.Decline(Music, 2, () => throw new InvalidOperationException());
        Assert.Equal(2, journal.AccountedPosition);
    }

    [Fact]
    public void A_run_without_a_checkpoint_skips_nothing_and_keeps_what_was_not_written()
    {
        Leftovers leftovers = new(areListed: true, file: null, hasCheckpoint: false);
        RowCounts counts = new();
        RunJournal journal = new(null, leftovers, counts, new MarkWaiters(), SettleTime);
        WriteOperation row = Take(journal, 1);
        Assert.Null(row.ResentSettlesAt);
        Settle(journal, row, OperationOutcome.Unprocessed);
        Assert.False(journal.TakeRefused(Music, 2, "KeyMissing", () => throw new InvalidOperationException()));
        journal.Refuse(Music, Passed(2));
        journal.Miss(3);
        journal.WriteIfDue(TimeSpan.MaxValue);
        journal.Complete();
        journal.End();
        Assert.Equal([1L, 2L], leftovers.Items.Select(item => item.Position));
        Assert.Equal((2, 1, 0), (journal.AccountedPosition, counts.Invalid, counts.Skipped));
    }

    [Fact]
    public void A_part_of_the_input_that_could_not_be_read_is_left_to_the_next_run()
    {
        RunJournal journal = Begin(span: 100);
        Settle(journal, Take(journal, 1), OperationOutcome.Written);
        journal.Miss(2);
        Settle(journal, Take(journal, 2), OperationOutcome.Written);
        journal.Complete();
        Assert.Equal((1, false), (_disk.Mark.Row, _disk.Mark.IsComplete));
    }

    [Fact]
    public void After_an_unread_part_at_the_end_of_the_input_the_load_is_not_complete_and_may_have_fewer_rows()
    {
        TakeAll(Begin(span: 100), 1, 3)[0].Complete(OperationOutcome.Written, null);
        RunJournal journal = Begin(span: 100);
        Settle(journal, Take(journal, 1), OperationOutcome.Written);
        journal.Miss(2);
        journal.Complete();
        Assert.Equal((1, false), (_disk.Mark.Row, _disk.Mark.IsComplete));
    }

    [Fact]
    public void A_row_that_waits_for_a_lost_attempt_is_left_to_the_next_run_if_any_row_is()
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation row = Take(journal, 1);
        row.SettlesAt = TimeSpan.FromSeconds(9);
        Settle(journal, row, OperationOutcome.Written);
        journal.Miss(2);
        journal.Complete();
        Assert.Equal(0, _disk.Mark.Row);
    }

    [Fact]
    public void A_refused_row_is_settled_once_its_line_is_kept()
    {
        RunJournal journal = Begin(span: 100);
        Assert.False(journal.TakeRefused(Music, 1, "KeyMissing", () => [(byte)'1']));
        journal.Refuse(Music, Passed(1));
        journal.End();
        Assert.Equal(1, _disk.Mark.Row);

        RunJournal next = Begin(span: 100, keepsFailed: false);
        Assert.True(next.TakeRefused(Music, 1, "KeyMissing", () => [(byte)'1']));
        Assert.False(next.TakeRefused(Music, 2, "KeyMissing", () => [(byte)'2']));
        next.Refuse(Music, Passed(2));
        next.End();
        Assert.Equal(1, _disk.Mark.Row);
    }

    [Fact]
    public void Lines_of_rows_that_are_read_again_are_removed_when_the_first_of_them_is_taken()
    {
        RunJournal journal = Begin(span: 100);
        WriteOperation[] rows = TakeAll(journal, 1, 3);
        Settle(journal, rows[0], OperationOutcome.Unprocessed);
        Settle(journal, rows[2], OperationOutcome.Unprocessed);
        journal.End();

        RunJournal next = Begin(span: 100);
        Assert.True(next.Take(Music, Put(1)));
        Assert.Equal([1L, 3L], _disk.Lines.Select(line => line.Position));
        Settle(next, Take(next, 2), OperationOutcome.Unprocessed);
        Take(next, 3);
        Assert.Equal([1L, 2L], _disk.Lines.Select(line => line.Position));
    }

    [Fact]
    public void A_failed_file_that_cannot_be_prepared_ends_the_run_before_its_first_row()
    {
        SimulatedDisk.Session session = _disk.Open();
        _disk.RoomLeft = 0;
        session.Add(Passed(9));
        Assert.True(session.HasFailed);
        RunJournal journal = new(
            new Checkpoint(session, optionsHash: 1, "", 100), new Leftovers(areListed: false, session, hasCheckpoint: true), new RowCounts(), new MarkWaiters(), SettleTime);
        Assert.Throws<FailedFileException>(() => journal.Take(Music, Put(1)));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_at_the_end_of_a_stopped_run_is_no_error_but_at_the_end_of_the_input_it_is()
    {
        MemoryStore store = new();
        Assert.Equal("CheckpointNotWritten", Assert.Throws<CheckpointException>(Fill(store).Complete).ErrorId);
        store.IsFull = false;
        RunJournal journal = Fill(store);
        journal.End();
        Assert.Equal(0, store.Last.Row);
    }

    [Fact]
    public void Whatever_happens_to_its_runs_a_load_accounts_for_every_row()
    {
        ulong first = (ulong)Random.Shared.NextInt64();
        for (ulong seed = first; seed < first + 3000; seed++)
        {
            JournalHistory history = new(seed);
            Exception? failure = Record.Exception(history.Play);
            Assert.True(failure is null, $"With seed {seed}: {failure}");
        }
    }

    private static RunJournal Fill(MemoryStore store)
    {
        RunJournal journal = new(
            new Checkpoint(store.Reopen(), optionsHash: 1, "", 100), new Leftovers(areListed: false, file: null, hasCheckpoint: true), new RowCounts(), new MarkWaiters(), SettleTime);
        Settle(journal, Take(journal, 1), OperationOutcome.Written);
        store.IsFull = true;
        return journal;
    }

    private static UnprocessedItem Passed(int row) =>
        new(row, "Music", OperationKind.Put, OperationOutcome.Unprocessed, OperationError.TableCreating, row);

    private (RunJournal Journal, Leftovers Leftovers, RowCounts Counts) BeginListed()
    {
        SimulatedDisk.Session session = _disk.Open();
        Leftovers leftovers = new(areListed: true, session, hasCheckpoint: true);
        RowCounts counts = new();
        return (new RunJournal(new Checkpoint(session, optionsHash: 1, "", 100), leftovers, counts, new MarkWaiters(), SettleTime), leftovers, counts);
    }

    private RunJournal Begin(int span, bool keepsFailed = true)
    {
        SimulatedDisk.Session session = _disk.Open();
        Leftovers leftovers = new(areListed: false, keepsFailed ? session : null, hasCheckpoint: true);
        return new RunJournal(new Checkpoint(session, optionsHash: 1, "", span), leftovers, new RowCounts(), new MarkWaiters(), SettleTime);
    }

    private static WriteOperation[] TakeAll(RunJournal journal, int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(row => Take(journal, row))];

    private static WriteOperation Take(RunJournal journal, int row)
    {
        Assert.False(journal.IsFull);
        WriteOperation operation = Put(row);
        Assert.False(journal.Take(Music, operation));
        return operation;
    }

    private static void Settle(
        RunJournal journal, WriteOperation operation, OperationOutcome outcome, OperationError? error = null, OperationError? end = null)
    {
        operation.Complete(outcome, error ?? GivenUp);
        bool isWritten = outcome is OperationOutcome.Written or OperationOutcome.Superseded;
        journal.Settle(operation, end, isWritten ? null : operation.ToUnprocessedItem("Music", schema: null, DateTimeOffset.UnixEpoch));
    }
}
