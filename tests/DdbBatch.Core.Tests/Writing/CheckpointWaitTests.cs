using System;
using System.Linq;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

/// <summary>
/// Operations that wait until the checkpoint has an earlier one of their key, because a repeated row must not meet what a later row
/// has left.
/// </summary>
public sealed class CheckpointWaitTests
{
    private static readonly CallAnswer Done = new CallAnswer.Success([]);
    private static readonly CallAnswer False = new CallAnswer.ServiceError(400, "ConditionalCheckFailedException", "false");

    private TimeSpan _now;

    [Theory]
    [InlineData("Put", "Put", false)]
    [InlineData("Put", "Delete", false)]
    [InlineData("Put", "Update", false)]
    [InlineData("Put", "Insert", false)]
    [InlineData("Delete", "Put if", false)]
    [InlineData("Update", "Update", false)]
    [InlineData("Update", "Put", false)]
    [InlineData("Update", "Delete", false)]
    [InlineData("Update", "Insert", true)]
    [InlineData("Update", "Update if", true)]
    [InlineData("Update", "Delete if", true)]
    [InlineData("Update if", "Update", true)]
    [InlineData("Update if", "Put", true)]
    [InlineData("Update if", "Delete", true)]
    [InlineData("Update if", "Update if", true)]
    [InlineData("Put if", "Put", true)]
    [InlineData("Delete if", "Insert", true)]
    [InlineData("Insert", "Put", true)]
    [InlineData("Insert", "Insert", true)]
    public void An_operation_waits_for_the_checkpoint_if_it_or_the_one_before_it_depends_on_the_item(string first, string second, bool waits)
    {
        (WriteEngine engine, Lane lane) = Open();
        Submit(engine, lane, Operation(5, first), Operation(6, second));
        Complete(engine, Done);

        Assert.Equal(waits, Next(engine) is null);
        Assert.Equal((false, waits), (engine.AwaitsMark(4), engine.AwaitsMark(5)));
        if (!waits)
            return;
        engine.Mark(4, _now);
        Assert.Null(Next(engine));
        engine.Mark(5, _now);
        Assert.False(engine.AwaitsMark(long.MaxValue));
        Assert.Equal("6", Next(engine));
    }

    [Fact]
    public void A_row_whose_condition_was_false_holds_the_next_one_back_too()
    {
        (WriteEngine engine, Lane lane) = Open();
        Submit(engine, lane, Operation(1, "Update if"), Operation(2, "Put"));
        Complete(engine, False);

        Assert.Null(Next(engine));
        engine.Mark(1, _now);
        Assert.Equal("2", Next(engine));
    }

    [Fact]
    public void An_operation_that_comes_after_the_answer_waits_and_those_on_other_keys_do_not()
    {
        (WriteEngine engine, Lane lane) = Open();
        Submit(engine, lane, Operation(1, "Insert"));
        Complete(engine, Done);
        Submit(engine, lane, Operation(2, "Update"), Operation(3, "Update", key: 3));

        Assert.Equal("3", Next(engine));
        Assert.Null(Next(engine));
        engine.Mark(1, _now);
        Assert.Equal("2", Next(engine));
    }

    [Fact]
    public void A_chain_waits_once_for_each_row_that_depends_on_the_item()
    {
        (WriteEngine engine, Lane lane) = Open();
        Submit(engine, lane, [.. Enumerable.Range(1, 3).Select(row => Operation(row, "Update if")), Operation(4, "Put"), Operation(5, "Put if")]);
        for (int row = 1; row <= 3; row++)
        {
            Complete(engine, Done, $"{row}");
            Assert.Null(Next(engine));
            engine.Mark(row, _now);
        }

        // The put leaves the same whatever was there before it.
        Complete(engine, Done, "4");
        Assert.Equal("5", Next(engine));
    }

    [Fact]
    public void An_operation_after_a_put_does_not_wait_for_an_update_before_that()
    {
        (WriteEngine engine, Lane lane) = Open();
        Submit(engine, lane, Operation(1, "Update"), Operation(2, "Put"), Operation(3, "Update if"));
        Complete(engine, Done, "1");
        Complete(engine, Done, "2");

        Assert.Equal("3", Next(engine));
    }

    [Fact]
    public void A_table_that_is_opened_later_knows_how_far_the_checkpoint_is()
    {
        (WriteEngine engine, _) = Open();
        engine.Mark(long.MaxValue, _now);
        Lane lane = engine.OpenLane(Schema, "Films", null, _now);
        Submit(engine, lane, Operation(1, "Insert"), Operation(2, "Put"));
        Complete(engine, Done);

        Assert.Equal("2", Next(engine));
    }

    [Fact]
    public void Without_a_checkpoint_nothing_waits()
    {
        (WriteEngine engine, Lane lane) = Open(new WriteOptions());
        Submit(engine, lane, Operation(1, "Insert"), Operation(2, "Update if"));
        Complete(engine, Done);

        Assert.Equal("2", Next(engine));
    }

    [Fact]
    public void A_later_operation_can_take_the_place_of_one_that_waits()
    {
        (WriteEngine engine, Lane lane) = Open(new WriteOptions { HasCheckpoint = true, DuplicateKey = DuplicateKeyMode.KeepLast });
        WriteOperation dropped = Operation(2, "Put");
        Submit(engine, lane, Operation(1, "Insert"), dropped);
        Complete(engine, Done);
        Submit(engine, lane, Operation(3, "Delete"));

        Assert.Null(Next(engine));
        engine.Mark(1, _now);
        Complete(engine, Done, "3");
        Assert.Equal(OperationOutcome.Superseded, dropped.Outcome);
        Assert.True(engine.IsIdle);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_that_ends_gives_up_what_waits_for_the_checkpoint(bool isAbandoned)
    {
        (WriteEngine engine, Lane lane) = Open();
        WriteOperation[] waiting = [Operation(2, "Update"), Operation(3, "Put")];
        Submit(engine, lane, [Operation(1, "Insert"), .. waiting]);
        Complete(engine, Done);
        if (isAbandoned)
            engine.Abandon(OperationError.Stopped, _now);
        else
            engine.Stop(OperationError.Stopped);

        Assert.All(waiting, operation => Assert.Equal((OperationOutcome.Unprocessed, 0), (operation.Outcome, operation.Attempts)));
        Assert.True(engine.IsIdle);
        // A checkpoint that is written later changes nothing.
        engine.Mark(1, _now);
        Assert.Null(Next(engine));
        Assert.All(waiting, operation => Assert.Equal(OperationStage.Settled, operation.Stage));
    }

    [Fact]
    public void Of_many_keys_those_that_the_checkpoint_does_not_have_are_remembered()
    {
        UnmarkedKeys keys = new();
        for (int row = 1; row <= 3000; row++)
        {
            keys.Add(Operation(row, "Insert", key: row));
            keys.Mark(row - 100);
        }

        Assert.InRange(keys.Count, 100, 1500);
        Assert.Null(keys.RowBefore(Operation(4000, "Put", key: 2900)));
        for (int row = 2901; row <= 3000; row++)
            Assert.Equal(row, keys.RowBefore(Operation(4000, "Put", key: row)));
    }

    private static WriteOperation Operation(int position, string name, int key = 1)
    {
        OperationKind kind = Enum.Parse<OperationKind>(name.Split(' ')[0]);
        string rest = kind == OperationKind.Delete ? "" : $$""","a":{"N":"{{position}}"}""";
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"id":{"N":"{{{key}}}"}{{{rest}}}}""");
        ItemChange? change = name.EndsWith(" if", StringComparison.Ordinal) ? new ItemChange { MustExist = true } : null;
        return new(position, kind, new EncodedItem(json, ItemSize.Of(json), ItemKeyReader.Read(json, Schema)), null, change);
    }

    private static (WriteEngine Engine, Lane Lane) Open(WriteOptions? options = null)
    {
        WriteEngine engine = new(options ?? new WriteOptions { HasCheckpoint = true }, new Random(1));
        engine.CompleteInput();
        return (engine, engine.OpenLane(Schema, "Music", null, TimeSpan.Zero));
    }

    private void Submit(WriteEngine engine, Lane lane, params WriteOperation[] operations)
    {
        foreach (WriteOperation operation in operations)
            engine.Submit(lane, operation, _now);
    }

    private void Complete(WriteEngine engine, CallAnswer answer, string? expected = null)
    {
        BatchRequest request = engine.TryTake(Later())!;
        Assert.Equal(expected ?? Positions(request), Positions(request));
        engine.Complete(request, answer, _now);
    }

    // The operations of the next request, which stays without an answer; null if there is none, however long it takes.
    private string? Next(WriteEngine engine) => engine.TryTake(Later()) is { } request ? Positions(request) : null;

    private TimeSpan Later() => _now += TimeSpan.FromMinutes(1);

    private static string Positions(BatchRequest request) => string.Join(" ", request.Operations.Select(operation => operation.Position));
}
