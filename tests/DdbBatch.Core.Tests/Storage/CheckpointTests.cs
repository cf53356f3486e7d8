using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class CheckpointTests
{
    private const ulong Options = 5;

    private readonly MemoryStore _store = new();

    [Fact]
    public void A_mark_is_on_the_disk_before_the_first_row_is_taken()
    {
        Checkpoint checkpoint = Begin(span: 100);
        CheckpointMark mark = Assert.Single(_store.Written);
        Assert.Equal((0, 0, 100, false), (mark.Row, mark.TakenRow, mark.SendLimit, mark.IsComplete));
        Assert.Equal(("failed.jsonl", Options), (mark.FailedPath, mark.OptionsHash));
        Assert.False(checkpoint.IsFull);
        MemoryStore usual = new();
        _ = new Checkpoint(usual, Options, "");
        Assert.Equal(400_000, usual.Last.SendLimit);
    }

    [Fact]
    public void A_mark_is_written_once_a_second_and_only_if_it_has_changed()
    {
        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, 1);
        checkpoint.Settle(1);
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(0.999), () => true, NobodyWaits);
        Assert.Single(_store.Written);
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(1), () => true, NobodyWaits);
        Assert.Equal((2, 1), (_store.Written.Count, _store.Last.Row));

        Take(checkpoint, 2);
        checkpoint.Settle(2);
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(1.999), () => true, NobodyWaits);
        Assert.Equal(2, _store.Written.Count);
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(2), () => true, NobodyWaits);
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(3), () => true, NobodyWaits);
        Assert.Equal((3, 2), (_store.Written.Count, _store.Last.Row));
    }

    [Fact]
    public void A_mark_that_operations_wait_for_is_written_sooner_but_not_more_often_than_every_20_ms()
    {
        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, 1, 2, 3);
        checkpoint.Settle(1);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(19), () => true, row => row >= 1);
        Assert.Single(_store.Written);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(20), () => true, row => row >= 1);
        Assert.Equal((2, 1, 1), (_store.Written.Count, _store.Last.Row, checkpoint.MarkedRow));

        checkpoint.Settle(2);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(100), () => true, row => row >= 3);
        Assert.Equal((2, 1), (_store.Written.Count, checkpoint.MarkedRow));
        checkpoint.Settle(3);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(180), () => true, row => row >= 3);
        Assert.Equal((3, 3), (_store.Written.Count, checkpoint.MarkedRow));
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(20, 20)]
    [InlineData(70, 70)]
    public void After_a_mark_that_took_long_the_next_one_is_put_off_by_that_time(int tookMs, int restMs)
    {
        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, 1, 2);
        checkpoint.Settle(1);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(500), () => true, _ => true);
        checkpoint.Settle(2);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(500 + tookMs), () => true, _ => true);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(500 + tookMs + restMs - 1), () => true, _ => true);
        Assert.Equal(1, _store.Last.Row);
        checkpoint.WriteIfDue(TimeSpan.FromMilliseconds(500 + tookMs + restMs), () => true, _ => true);
        Assert.Equal(2, _store.Last.Row);
    }

    [Fact]
    public void Once_the_mark_stays_before_a_blocked_row_nothing_is_left_to_wait_for()
    {
        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, 1, 2, 3);
        checkpoint.Block(2);
        Assert.Equal(0, checkpoint.MarkedRow);
        checkpoint.Settle(1);
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(1), () => true, NobodyWaits);
        Assert.Equal((1, long.MaxValue), (_store.Last.Row, checkpoint.MarkedRow));
    }

    [Fact]
    public void The_failed_file_is_flushed_before_the_mark_is_written_and_without_that_the_last_mark_stays()
    {
        Checkpoint checkpoint = Begin(span: 2);
        Take(checkpoint, 1, 2);
        checkpoint.Settle(1);
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(1), () => false, NobodyWaits);
        Assert.True(checkpoint.IsFull);
        int writtenAtFlush = 0;
        checkpoint.WriteIfDue(TimeSpan.FromSeconds(2), () =>
        {
            writtenAtFlush = _store.Written.Count;
            return true;
        }, NobodyWaits);
        Assert.Equal((1, 2), (writtenAtFlush, _store.Written.Count));
        Assert.False(checkpoint.IsFull);
    }

    [Fact]
    public void A_blocked_row_holds_the_mark_back_and_rows_after_it_may_still_be_sent()
    {
        Checkpoint checkpoint = Begin(span: 3);
        Take(checkpoint, 1, 2, 3);
        checkpoint.Settle(3);
        checkpoint.Block(2);
        checkpoint.Block(3);
        Assert.True(checkpoint.IsBlocked);
        checkpoint.Settle(1);
        checkpoint.Settle(2);
        Assert.True(checkpoint.IsFull);
        checkpoint.WriteIfDue(TimeSpan.Zero, () => true, NobodyWaits);
        Assert.Equal((1, 3, 6), (_store.Last.Row, _store.Last.TakenRow, _store.Last.SendLimit));
        Take(checkpoint, 4, 5, 6);
        Assert.True(checkpoint.IsFull);

        checkpoint.Close(() => true, isWholeInput: true);
        Assert.Equal((1, 6, false), (_store.Last.Row, _store.Last.TakenRow, _store.Last.IsComplete));
    }

    [Fact]
    public void A_row_that_an_earlier_run_has_settled_can_no_longer_be_blocked()
    {
        Checkpoint checkpoint = Resume(settled: 2);
        checkpoint.Block(2);
        Assert.False(checkpoint.IsBlocked);
        checkpoint.Block(3);
        Assert.True(checkpoint.IsBlocked);
    }

    [Fact]
    public void The_next_run_skips_the_settled_rows_and_knows_those_that_may_have_been_sent()
    {
        Checkpoint checkpoint = Resume(settled: 2, span: 3);
        Assert.True(TakeNext(checkpoint, 1));
        Assert.True(TakeNext(checkpoint, 2));
        for (int row = 3; row <= 5; row++)
        {
            Assert.False(TakeNext(checkpoint, row));
            Assert.True(checkpoint.MayHaveBeenSent);
        }

        Assert.True(checkpoint.IsFull);
        TakeNext(checkpoint, 6);
        Assert.False(checkpoint.MayHaveBeenSent);
    }

    [Fact]
    public void A_load_is_complete_once_all_rows_of_the_whole_input_are_settled()
    {
        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, 1, 2);
        checkpoint.Settle(1);
        checkpoint.Close(() => true, isWholeInput: true);
        Assert.False(_store.Last.IsComplete);

        checkpoint = Again(isWholeInput: false);
        Assert.False(_store.Last.IsComplete);
        checkpoint = Again(isWholeInput: true);
        Assert.True(_store.Last.IsComplete);
        int written = _store.Written.Count;
        checkpoint.Close(() => true, isWholeInput: true);
        Assert.Equal(written, _store.Written.Count);

        Checkpoint Again(bool isWholeInput)
        {
            Checkpoint next = Begin(span: 100);
            Take(next, 1, 2);
            next.Settle(2);
            next.Close(() => true, isWholeInput);
            return next;
        }
    }

    [Fact]
    public void A_load_without_rows_is_complete()
    {
        Begin(span: 100).Close(() => true, isWholeInput: true);
        Assert.Equal((0, 0, true), (_store.Last.Row, _store.Last.TakenRow, _store.Last.IsComplete));
    }

    [Fact]
    public void A_complete_load_stays_complete_and_takes_no_more_rows()
    {
        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, 1);
        checkpoint.Settle(1);
        checkpoint.Close(() => true, isWholeInput: true);

        Checkpoint next = Begin(span: 100);
        Take(next, 1);
        next.Close(() => true, isWholeInput: false);
        Assert.True(_store.Last.IsComplete);
        Checkpoint longer = Begin(span: 100);
        Take(longer, 1);
        Assert.Contains("all 1 rows are done, and there are more", Refused(() => Take(longer, 2)).Message);
    }

    [Fact]
    public void Another_command_is_refused()
    {
        Begin(span: 100);
        CheckpointException exception = Refused(() => new Checkpoint(_store.Reopen(), Options + 1, "", 100));
        Assert.Contains("'load.mark' was made by another command", exception.Message);
    }

    [Fact]
    public void Other_rows_are_refused_at_the_last_settled_one_and_nothing_is_written_after_that()
    {
        Checkpoint checkpoint = Resume(settled: 2);
        int written = _store.Written.Count;
        Assert.True(TakeNext(checkpoint, 9));
        Assert.Contains("of its first 2 rows at least one was changed", Refused(() => TakeNext(checkpoint, 2)).Message);
        checkpoint.Close(() => true, isWholeInput: true);
        Assert.Equal(written, _store.Written.Count);
    }

    [Theory]
    [InlineData(1, "it had 4 rows at least, and this one has 1. Nothing new was written.")]
    [InlineData(2, "it had 4 rows at least, and this one has 2. Nothing new was written.")]
    [InlineData(3, "it had 4 rows at least, and this one has 3. Rows 3 to 3 were sent again.")]
    public void Fewer_rows_than_an_earlier_run_took_are_refused(int found, string message)
    {
        Checkpoint first = Begin(span: 100);
        Take(first, 1, 2, 3, 4);
        first.Settle(1);
        first.Settle(2);
        first.Close(() => true, isWholeInput: false);

        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, [.. Enumerable.Range(1, found)]);
        Assert.Contains(message, Refused(() => checkpoint.Close(() => true, isWholeInput: true)).Message);
        Assert.Equal(4, _store.Last.TakenRow);
    }

    [Fact]
    public void As_many_rows_as_an_earlier_run_took_are_accepted_and_fewer_of_a_part_of_the_input_too()
    {
        Take(Resume(settled: 1, taken: 3), 1);
        Checkpoint part = Begin(span: 100);
        Take(part, 1);
        part.Close(() => true, isWholeInput: false);
        Checkpoint whole = Begin(span: 100);
        Take(whole, 1, 2, 3);
        whole.Close(() => true, isWholeInput: true);
        Assert.Equal(3, _store.Last.TakenRow);
    }

    [Fact]
    public void Every_part_of_a_row_is_in_the_hash_of_the_input()
    {
        Action<Checkpoint>[] rows =
        [
            checkpoint => checkpoint.Take("A", "1", OperationKind.Put, "{}"u8),
            checkpoint => checkpoint.Take("B", "1", OperationKind.Put, "{}"u8),
            checkpoint => checkpoint.Take("A", "1", OperationKind.Delete, "{}"u8),
            checkpoint => checkpoint.Take("A", "1", OperationKind.Put, "{\"a\":{\"S\":\"\"}}"u8),
            checkpoint => checkpoint.Take("A", "1", OperationKind.Put, "{}"u8, new ItemChange { MustExist = true }),
            checkpoint => checkpoint.Take("A", "1", OperationKind.Put, "{}"u8, new ItemChange { Condition = "a" }),
            checkpoint => checkpoint.TakeRefused("KeyMissing", "{}"u8),
            checkpoint => checkpoint.TakeRefused("KeyEmpty", "{}"u8),
            checkpoint => checkpoint.TakeRefused("KeyMissing", "1"u8),
            checkpoint => checkpoint.TakePassed(),
        ];
        Assert.Equal(rows.Length, rows.Select(HashOf).Distinct().Count());
        Assert.Equal(HashOf(rows[0]), HashOf(checkpoint => checkpoint.Take("A", null, OperationKind.Put, "{}"u8)));

        static ulong HashOf(Action<Checkpoint> take)
        {
            MemoryStore store = new();
            Checkpoint checkpoint = new(store, Options, "", 100);
            take(checkpoint);
            checkpoint.Settle(1);
            checkpoint.Close(() => true, isWholeInput: false);
            return store.Last.RowsHash;
        }
    }

    [Fact]
    public void A_table_that_was_replaced_since_its_rows_were_settled_is_refused()
    {
        Checkpoint first = Begin(span: 100);
        first.Take("A", "id A", OperationKind.Put, "{}"u8);
        first.Take("B", "id B", OperationKind.Put, "{}"u8);
        first.Take("A", "not read", OperationKind.Put, "{}"u8);
        first.Settle(1);
        first.Close(() => true, isWholeInput: false);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "id A", ["B"] = "id B" }, _store.Last.TableIds);

        Checkpoint next = Begin(span: 100);
        next.Take("A", "id A", OperationKind.Put, "{}"u8);
        string message = Refused(() => next.Take("B", "other", OperationKind.Put, "{}"u8)).Message;
        Assert.Contains("'B' was deleted and created again", message);
        Assert.Contains("its id was 'id B', and now it is 'other'", message);
    }

    [Fact]
    public void A_table_that_was_replaced_before_any_row_was_settled_is_another_table()
    {
        Checkpoint first = Begin(span: 100);
        first.Take("A", "id", OperationKind.Put, "{}"u8);
        first.Close(() => true, isWholeInput: false);
        Assert.Equal((0, "id"), (_store.Last.Row, _store.Last.TableIds["A"]));
        Checkpoint next = Begin(span: 100);
        next.Take("A", "other", OperationKind.Put, "{}"u8);
        next.Close(() => true, isWholeInput: false);
        Assert.Equal("other", _store.Last.TableIds["A"]);
    }

    [Fact]
    public void After_a_mark_could_not_be_written_no_other_is()
    {
        Checkpoint checkpoint = Begin(span: 100);
        Take(checkpoint, 1);
        checkpoint.Settle(1);
        _store.IsFull = true;
        Assert.Throws<CheckpointException>(() => checkpoint.WriteIfDue(TimeSpan.FromSeconds(1), () => true, NobodyWaits));
        _store.IsFull = false;
        checkpoint.Close(() => true, isWholeInput: true);
        Assert.Equal(0, _store.Last.Row);
    }

    private Checkpoint Begin(int span) => new(_store.Reopen(), Options, "failed.jsonl", span);

    private Checkpoint Resume(int settled, int span = 100, int? taken = null)
    {
        Checkpoint first = Begin(span);
        Take(first, [.. Enumerable.Range(1, taken ?? settled)]);
        for (int row = 1; row <= settled; row++)
            first.Settle(row);
        first.Close(() => true, isWholeInput: false);
        return Begin(span);
    }

    private static void Take(Checkpoint checkpoint, params int[] rows) => Array.ForEach(rows, row => TakeNext(checkpoint, row));

    private static bool TakeNext(Checkpoint checkpoint, int row) => checkpoint.TakeRefused("KeyMissing", [(byte)('0' + row)]);

    private static CheckpointException Refused(Action action)
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(action);
        Assert.True(exception.IsMismatch);
        return exception;
    }

    private static bool NobodyWaits(long row) => false;
}
