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

/// <summary>Updates, inserts and conditions in the engine: their requests, and what an answer means for them.</summary>
public sealed class ChangeEngineTests
{
    private static readonly CallAnswer Done = new CallAnswer.Success([]);
    private static readonly CallAnswer Lost = new CallAnswer.NoAnswer(true, "Timeout", "no answer");
    private static readonly CallAnswer.ServiceError ConditionFailed = new(400, "ConditionalCheckFailedException", "false");

    private TimeSpan _now;

    [Fact]
    public void Operations_of_all_kinds_go_out_in_requests_of_their_forms_the_oldest_first()
    {
        (WriteEngine engine, Lane lane) = Open();
        Submit(engine, lane, Change(1, OperationKind.Update), Put(2), Change(3, OperationKind.Insert), Put(4), Change(5, OperationKind.Insert), Change(6, OperationKind.Update));

        Assert.Equal(["UpdateItem 1", "BatchWriteItem 2 4", "BatchExecuteStatement 3 5", "UpdateItem 6"], Requests(engine));
    }

    [Theory]
    [InlineData(1, 0, 2, 0, "BatchWriteItem 1")]
    [InlineData(2, 0, 1, 0, "UpdateItem 1")]
    [InlineData(1, 1, 2, 2, "BatchWriteItem 1")]
    [InlineData(1, 2, 2, 1, "UpdateItem 2")]
    [InlineData(2, 1, 1, 2, "BatchWriteItem 2")]
    [InlineData(2, 2, 1, 1, "UpdateItem 1")]
    public void The_form_that_has_waited_longest_goes_first_and_then_the_earlier_in_the_input(
        int put, int putSeconds, int update, int updateSeconds, string expected)
    {
        (WriteEngine engine, Lane lane) = Open();
        engine.Submit(lane, Put(put), TimeSpan.FromSeconds(putSeconds));
        engine.Submit(lane, Change(update, OperationKind.Update), TimeSpan.FromSeconds(updateSeconds));
        engine.CompleteInput();
        _now = TimeSpan.FromSeconds(3);

        Assert.Equal(expected, Show(Take(engine)));
    }

    [Fact]
    public void One_statement_that_is_refused_or_throttled_takes_no_other_down()
    {
        (WriteEngine engine, Lane lane) = Open();
        WriteOperation[] inserts = [.. Enumerable.Range(1, 4).Select(i => Change(i, OperationKind.Insert))];
        Submit(engine, lane, inserts);

        Complete(engine, Take(engine), new CallAnswer.Success([])
        {
            Failures = [Failure(0, "ValidationError"), Failure(1, "ThrottlingError"), Failure(2, "DuplicateItem")],
        });

        Assert.Equal([OperationOutcome.Invalid, OperationOutcome.ConditionFailed, OperationOutcome.Written], [inserts[0].Outcome, inserts[2].Outcome, inserts[3].Outcome]);
        Assert.Equal(OperationStage.Delayed, inserts[1].Stage);
        Assert.Null(lane.Closed);
        Assert.Equal(1, lane.Tally.ThrottledOperations);
    }

    [Theory]
    [InlineData("""{"a":{"S":"x"},"id":{"N":"1.0"}}""", OperationOutcome.Written)]
    [InlineData("""{"id":{"N":"1"},"a":{"S":"another"}}""", OperationOutcome.Unknown)]
    public void An_insert_repeated_after_a_lost_answer_is_decided_by_the_item_that_exists(string existing, OperationOutcome expected)
    {
        (WriteEngine engine, Lane lane) = Open();
        WriteOperation insert = Change(1, OperationKind.Insert);
        Submit(engine, lane, insert);
        Complete(engine, Take(engine), Lost);
        Complete(engine, Take(engine), new CallAnswer.Success([]) { Failures = [Failure(0, "DuplicateItem")] });

        BatchRequest again = Take(engine);

        Assert.Equal("PutItem", again.Form.Operation(again));
        Complete(engine, again, ConditionFailed with { ExistingItem = Encoding.UTF8.GetBytes(existing) });
        Assert.Equal(expected, insert.Outcome);
    }

    [Theory]
    [InlineData("""{"a":{"S":"x"},"id":{"N":"1.0"}}""", OperationOutcome.Written)]
    [InlineData("""{"id":{"N":"1"},"a":{"S":"another"}}""", OperationOutcome.ConditionFailed)]
    public void A_replay_of_an_unknown_insert_is_decided_once_nothing_can_change_any_more(string existing, OperationOutcome expected)
    {
        (WriteEngine engine, Lane lane) = Open();
        WriteOperation insert = Change(1, OperationKind.Insert);
        insert.ResentSettlesAt = TimeSpan.FromSeconds(7);
        WriteOperation next = Change(2, OperationKind.Update, key: 1);
        Submit(engine, lane, insert, next);
        CallAnswer meets = ConditionFailed with { ExistingItem = Encoding.UTF8.GetBytes(existing) };
        Complete(engine, Take(engine), new CallAnswer.Success([]) { Failures = [Failure(0, "DuplicateItem")] });
        Complete(engine, Take(engine), meets);
        Assert.True(_now < insert.ResentSettlesAt);
        if (expected == OperationOutcome.ConditionFailed)
        {
            BatchRequest again = Take(engine);
            Assert.True(_now >= insert.ResentSettlesAt);
            Complete(engine, again, meets);
        }

        Complete(engine, Take(engine), Done);

        Assert.Equal((expected, OperationOutcome.Written), (insert.Outcome, next.Outcome));
    }

    [Fact]
    public void A_replay_that_loses_an_answer_again_stays_unknown()
    {
        (WriteEngine engine, Lane lane) = Open();
        WriteOperation insert = Change(1, OperationKind.Insert);
        insert.MayBeWritten = true;
        Submit(engine, lane, insert);
        Complete(engine, Take(engine), Lost);
        Complete(engine, Take(engine), new CallAnswer.Success([]) { Failures = [Failure(0, "DuplicateItem")] });

        Complete(engine, Take(engine), ConditionFailed with { ExistingItem = """{"id":{"N":"1"},"a":{"S":"another"}}"""u8.ToArray() });

        Assert.Equal(OperationOutcome.Unknown, insert.Outcome);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(4, 64)]
    public void More_requests_of_one_operation_than_batches_may_be_in_flight(int singlesPerRequest, int expected)
    {
        Assert.Equal(expected, MostInFlight(i => Change(i, OperationKind.Update)));
        Assert.Equal(16, MostInFlight(i => Put(i)));

        int MostInFlight(Func<int, WriteOperation> create)
        {
            (WriteEngine engine, _) = Open(new WriteOptions { SinglesPerRequest = singlesPerRequest });
            Lane lane = engine.OpenLane(Schema, "Fast", 1e6, TimeSpan.Zero);
            Submit(engine, lane, [.. Enumerable.Range(1, 500).Select(create)]);
            while (engine.NextWake(_now) is not null)
            {
                _now += TimeSpan.FromMilliseconds(1);
                engine.TryTake(_now);
            }

            return engine.InFlight;
        }
    }

    [Fact]
    public void A_false_condition_is_an_outcome_and_the_next_operation_on_the_key_goes_on()
    {
        (WriteEngine engine, Lane lane) = Open(new WriteOptions { ReturnExistingItems = true });
        WriteOperation insert = Change(1, OperationKind.Insert);
        WriteOperation next = Change(2, OperationKind.Update, key: 1);
        Submit(engine, lane, insert, next);
        Complete(engine, Take(engine), new CallAnswer.Success([]) { Failures = [Failure(0, "DuplicateItem")] });
        byte[] existing = """{"id":{"N":"1"},"a":{"S":"another"}}"""u8.ToArray();

        Complete(engine, Take(engine), ConditionFailed with { ExistingItem = existing });
        Complete(engine, Take(engine), Done);

        Assert.Equal((OperationOutcome.ConditionFailed, OperationOutcome.Written), (insert.Outcome, next.Outcome));
        Assert.Same(existing, insert.ExistingItem);
        Assert.Null(insert.LastError);
        Assert.Equal((1L, 1L), (lane.Tally.ToSummary("Music").ConditionFailed, lane.Tally.ToSummary("Music").Written));
    }

    [Fact]
    public void A_condition_that_is_false_counts_for_the_pace_as_a_write_does()
    {
        double[] rates = [.. ((CallAnswer[])[Done, ConditionFailed]).Select(answer =>
        {
            _now = TimeSpan.Zero;
            (WriteEngine engine, Lane lane) = Open();
            Submit(engine, lane, [.. Enumerable.Range(1, 20).Select(i => Change(i, OperationKind.Update))]);
            while (!engine.IsIdle)
                Complete(engine, Take(engine), answer);
            return lane.Pacer.Rate;
        })];

        Assert.Equal(rates[0], rates[1]);
        Assert.True(rates[0] > 1000, $"{rates[0]}");
    }

    [Fact]
    public void An_update_that_is_repeated_after_a_lost_answer_is_written()
    {
        (WriteEngine engine, Lane lane) = Open();
        WriteOperation update = Change(1, OperationKind.Update);
        Submit(engine, lane, update);
        Complete(engine, Take(engine), Lost);

        Complete(engine, Take(engine), Done);

        Assert.Equal(OperationOutcome.Written, update.Outcome);
    }

    [Fact]
    public void Two_updates_of_one_key_become_one_with_the_later_values()
    {
        (WriteEngine engine, Lane lane) = Open(new WriteOptions { DuplicateKey = DuplicateKeyMode.KeepLast });
        WriteOperation first = Change(1, OperationKind.Update, """{"a":{"S":"1"},"b":{"S":"1"},"c":{"S":"1"}}""", new ItemChange { Removed = ["d", "e"] });
        WriteOperation second = Change(2, OperationKind.Update, """{"b":{"S":"2"},"d":{"S":"2"}}""", new ItemChange { Removed = ["c"] }, key: 1);
        Submit(engine, lane, first, second);

        BatchRequest request = Take(engine);

        Assert.Same(second, Assert.Single(request.Operations));
        Assert.True(ItemEquality.AreEqual(
            """{"id":{"N":"1"},"a":{"S":"1"},"b":{"S":"2"},"d":{"S":"2"}}"""u8.ToArray(), second.Item.Json), Encoding.UTF8.GetString(second.Item.Json));
        Assert.Equal(["c", "e"], second.Change!.Removed.Order());
        Complete(engine, request, Done);
        Assert.Equal((OperationOutcome.Superseded, OperationOutcome.Written), (first.Outcome, second.Outcome));
    }

    [Fact]
    public void Merged_updates_that_are_refused_are_sent_one_by_one()
    {
        (WriteEngine engine, WriteOperation good, WriteOperation bad) = OpenWithMergedUpdates();
        CallAnswer refused = new CallAnswer.ServiceError(400, "ValidationException", "no");
        Complete(engine, Take(engine), refused);

        BatchRequest first = Take(engine);
        Assert.Same(good, Assert.Single(first.Operations));
        Complete(engine, first, Done);
        BatchRequest second = Take(engine);
        Assert.True(ItemEquality.AreEqual("""{"id":{"N":"1"},"b":{"S":"2"}}"""u8.ToArray(), Assert.Single(second.Operations).Item.Json));
        Complete(engine, second, refused);

        Assert.Equal((OperationOutcome.Written, OperationOutcome.Invalid), (good.Outcome, bad.Outcome));
    }

    [Fact]
    public void Merged_updates_that_were_refused_are_not_in_doubt_if_the_run_is_abandoned()
    {
        (WriteEngine engine, WriteOperation first, WriteOperation second) = OpenWithMergedUpdates();
        Complete(engine, Take(engine), new CallAnswer.ServiceError(400, "ValidationException", "no"));

        engine.Abandon(OperationError.Stopped, _now);

        Assert.Equal((OperationOutcome.Unprocessed, OperationOutcome.Unprocessed), (first.Outcome, second.Outcome));
        Assert.Equal((null, null), (first.SettlesAt, second.SettlesAt));
    }

    [Fact]
    public void An_update_keeps_its_place_after_another_kind_of_operation_or_a_condition()
    {
        (WriteEngine engine, Lane lane) = Open(new WriteOptions { DuplicateKey = DuplicateKeyMode.KeepLast });
        Submit(
            engine, lane, Put(1, key: 1), Change(2, OperationKind.Update, key: 1), Change(3, OperationKind.Update, change: new ItemChange { MustExist = true }, key: 1), Put(4, key: 1));

        Assert.Equal(["BatchWriteItem 1", "UpdateItem 2", "UpdateItem 3", "BatchWriteItem 4"], Enumerable.Range(0, 4).Select(_ =>
        {
            BatchRequest request = Take(engine);
            Complete(engine, request, Done);
            return Show(request);
        }));
    }

    [Fact]
    public void Another_condition_is_another_row()
    {
        ItemChange change = new() { Removed = ["a"], Condition = "#v < :v", ConditionValues = new System.Collections.Generic.Dictionary<string, byte[]> { ["v"] = """{"N":"1"}"""u8.ToArray() } };

        ItemChange same = ItemChange.OfJson(Encoding.UTF8.GetString(change.ToJson()));

        Assert.Equal(ItemHash.OfJson(change.ToJson()), ItemHash.OfJson(same.ToJson()));
        Assert.NotEqual(ItemHash.OfJson(change.ToJson()), ItemHash.OfJson((change with { Condition = "#v <= :v" }).ToJson()));
    }

    [Theory]
    [InlineData("""{"Remove":[null]}""")]
    [InlineData("""{"Remove":[1]}""")]
    [InlineData("""{"Condition":null}""")]
    [InlineData("""{"Other":1}""")]
    [InlineData("[]")]
    public void A_change_of_a_file_that_says_something_else_is_refused(string json) =>
        Assert.Throws<FormatException>(() => ItemChange.OfJson(json));

    private static OperationFailure Failure(int index, string code) => new(index, new CallAnswer.ServiceError(400, code, "why"));

    private static WriteOperation Change(
        int position, OperationKind kind, string attributes = """{"a":{"S":"x"}}""", ItemChange? change = null, int? key = null)
    {
        byte[] json = Encoding.UTF8.GetBytes($"{{\"id\":{{\"N\":\"{key ?? position}\"}},{attributes[1..]}");
        return new(position, kind, new EncodedItem(json, ItemSize.Of(json), ItemKeyReader.Read(json, Schema)), null, change);
    }

    private static (WriteEngine Engine, Lane Lane) Open(WriteOptions? options = null)
    {
        WriteEngine engine = new(options ?? new WriteOptions(), new Random(1));
        return (engine, engine.OpenLane(Schema, "Music", null, TimeSpan.Zero));
    }

    private static (WriteEngine Engine, WriteOperation First, WriteOperation Second) OpenWithMergedUpdates()
    {
        (WriteEngine engine, Lane lane) = Open(new WriteOptions { DuplicateKey = DuplicateKeyMode.KeepLast });
        WriteOperation first = Change(1, OperationKind.Update, """{"a":{"S":"1"}}""");
        WriteOperation second = Change(2, OperationKind.Update, """{"b":{"S":"2"}}""", key: 1);
        Submit(engine, lane, first, second);
        return (engine, first, second);
    }

    private static string Show(BatchRequest request) =>
        $"{request.Form.Operation(request)} {string.Join(" ", request.Operations.Select(operation => operation.Position))}";

    private static void Submit(WriteEngine engine, Lane lane, params WriteOperation[] operations)
    {
        foreach (WriteOperation operation in operations)
            engine.Submit(lane, operation, TimeSpan.Zero);
        engine.CompleteInput();
    }

    private string[] Requests(WriteEngine engine) => [.. Enumerable.Range(0, 4).Select(_ => Show(Take(engine)))];

    // The next request, whenever it goes out.
    private BatchRequest Take(WriteEngine engine)
    {
        BatchRequest? request = engine.TryTake(_now);
        for (; request is null; request = engine.TryTake(_now))
            _now = engine.NextWake(_now)!.Value + TimeSpan.FromMilliseconds(1);
        return request;
    }

    private void Complete(WriteEngine engine, BatchRequest request, CallAnswer answer) => engine.Complete(request, answer, _now);
}
