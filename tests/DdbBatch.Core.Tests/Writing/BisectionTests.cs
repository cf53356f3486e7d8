using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class BisectionTests
{
    private static readonly CallAnswer.ServiceError Refusal = new(400, "ValidationException", "DynamoDB's own message");

    [Fact]
    public void One_bad_item_in_a_batch_of_25_costs_at_most_ten_more_requests()
    {
        for (int bad = 1; bad <= 25; bad++)
        {
            (int requests, Tally tally, _) = Write(25, [bad], Refusal);

            Assert.InRange(requests, 1, 11);
            Assert.Equal(24, tally[OperationOutcome.Written]);
            Assert.Equal(1, tally[OperationOutcome.Invalid]);
        }
    }

    [Fact]
    public void The_bad_one_is_given_back_with_the_reason_that_DynamoDB_gave()
    {
        (_, _, List<WriteOperation> settled) = Write(25, [7], Refusal);

        WriteOperation refused = Assert.Single(settled, operation => operation.Outcome == OperationOutcome.Invalid);
        Assert.Equal(7, refused.Position);
        Assert.Equal(new OperationError("ValidationException", "DynamoDB's own message"), refused.LastError);
    }

    [Theory]
    [InlineData(400, "ItemCollectionSizeLimitExceededException")]
    [InlineData(413, "")]
    [InlineData(400, "AnErrorOfTheFuture")]
    public void Other_refusals_of_a_batch_are_bisected_too(int status, string code)
    {
        (_, Tally tally, _) = Write(25, [1, 12, 25], new CallAnswer.ServiceError(status, code, ""));

        Assert.Equal(22, tally[OperationOutcome.Written]);
        Assert.Equal(3, tally[OperationOutcome.Invalid]);
    }

    [Fact]
    public void If_retries_are_forbidden_a_bad_item_does_not_affect_the_others()
    {
        (_, Tally tally, _) = Write(25, [3], Refusal, new WriteOptions { MaxRetry = 0 });

        Assert.Equal(24, tally[OperationOutcome.Written]);
    }

    [Fact]
    public void An_input_of_which_everything_is_refused_is_stopped()
    {
        (_, Tally tally, List<WriteOperation> settled) = Write(1000, [.. Enumerable.Range(1, 1000)], Refusal);

        Assert.Equal(100, tally[OperationOutcome.Invalid]);
        Assert.Equal(900, tally[OperationOutcome.Unprocessed]);
        Assert.Equal("InputDoesNotMatchTable", settled[^1].LastError!.Code);
    }

    [Theory]
    [InlineData("ValidationException")]
    [InlineData("SomethingNewException")]
    [InlineData("AccessDeniedException")]
    public void A_long_stretch_of_bad_items_does_not_end_a_load_that_has_written(string code)
    {
        CallAnswer.ServiceError refusal = new(400, code, "the same words for each");

        (_, Tally tally, Lane lane) = Feed(2000, position => position is > 500 and <= 900 ? refusal : null);

        Assert.Null(lane.Closed);
        Assert.Equal((1600, 400), (tally[OperationOutcome.Written], tally[OperationOutcome.Invalid]));
    }

    [Fact]
    public void However_many_item_collections_are_full_the_load_goes_on()
    {
        CallAnswer.ServiceError full = new(400, "ItemCollectionSizeLimitExceededException", "full");

        (_, Tally tally, Lane lane) = Feed(1000, position => position <= 600 ? full : null);

        Assert.Null(lane.Closed);
        Assert.Equal((400, 600), (tally[OperationOutcome.Written], tally[OperationOutcome.Invalid]));
    }

    [Fact]
    public void A_key_that_may_not_be_written_takes_no_other_down()
    {
        CallAnswer.ServiceError denied = new(400, "AccessDeniedException", "not this key");
        List<WriteOperation> settled = [];

        (_, Tally tally, Lane lane) = Feed(500, position => position % 50 == 0 ? denied : null, settled);

        Assert.Null(lane.Closed);
        Assert.Equal((490, 10), (tally[OperationOutcome.Written], tally[OperationOutcome.Invalid]));
        Assert.All(
            settled.Where(operation => operation.Outcome == OperationOutcome.Invalid),
            operation => Assert.Equal(new OperationError("AccessDenied", "not this key"), operation.LastError));
    }

    [Fact]
    public void A_table_that_was_never_written_to_is_closed_at_once_when_access_is_denied()
    {
        CallAnswer.ServiceError denied = new(400, "AccessDeniedException", "nothing at all");

        (int requests, Tally tally, Lane lane) = Feed(500, _ => denied);

        Assert.Equal("AccessDeniedException", lane.Closed!.Code);
        Assert.Equal(500, tally[OperationOutcome.Unprocessed]);
        Assert.InRange(requests, 1, 16);
    }

    [Fact]
    public void A_permission_that_is_taken_away_in_mid_run_ends_the_load()
    {
        CallAnswer.ServiceError denied = new(400, "AccessDeniedException", "no more");

        (int requests, Tally tally, Lane lane) = Feed(20_000, position => position > 5000 ? denied : null);

        Assert.Equal("AccessDeniedException", lane.Closed!.Code);
        Assert.Equal(5000, tally[OperationOutcome.Written]);
        Assert.InRange(tally[OperationOutcome.Invalid], 100, 100);
        Assert.InRange(requests, 1, 5000 + 1000);
    }

    [Fact]
    public void A_resumed_load_has_written_what_it_skips()
    {
        WriteEngine engine = new(new WriteOptions(), new Random(1));
        Lane lane = engine.OpenLane(Schema, "Music", null, TimeSpan.Zero);
        lane.Skip(Put(1));

        (_, Tally tally, _) = Feed(300, position => position <= 200 ? Refusal : null, engine: engine, lane: lane);

        Assert.Null(lane.Closed);
        Assert.Equal(200, tally[OperationOutcome.Invalid]);
    }

    [Fact]
    public void A_batch_that_is_refused_after_its_table_was_closed_is_not_sent_in_parts()
    {
        WriteEngine engine = new(new WriteOptions { ReportWritten = true }, new Random(1));
        Lane lane = engine.OpenLane(Schema, "Music", writeCapacity: 4000, TimeSpan.Zero);
        for (int i = 1; i <= 50; i++)
            engine.Submit(lane, Put(i), TimeSpan.Zero);
        engine.CompleteInput();
        TimeSpan now = TimeSpan.FromSeconds(1);
        BatchRequest[] requests = [engine.TryTake(TimeSpan.Zero)!, engine.TryTake(now)!];
        Assert.All(requests, request => Assert.Equal(25, request.Operations.Count));

        engine.Complete(requests[0], new CallAnswer.ServiceError(400, "ResourceNotFoundException", "no such table"), now);
        engine.Complete(requests[1], Refusal, now);

        Assert.Null(engine.NextWake(now));
        Assert.True(engine.IsIdle);
        Queue<SettledOperation> settled = engine.Ledger.TakeSettled();
        Assert.Equal(50, settled.Count);
        Assert.All(settled, one => Assert.Equal(
            (OperationOutcome.Unprocessed, "ResourceNotFoundException"), (one.Operation.Outcome, one.Operation.LastError!.Code)));
    }

    // Feeds an input as the pipeline does, and answers each request at once.
    private static (int Requests, Tally Tally, Lane Lane) Feed(
        int count,
        Func<long, CallAnswer?> refusalOf,
        List<WriteOperation>? settled = null,
        WriteEngine? engine = null,
        Lane? lane = null)
    {
        engine ??= new(new WriteOptions { ReportWritten = true }, new Random(1));
        lane ??= engine.OpenLane(Schema, "Music", null, TimeSpan.Zero);
        int requests = 0;
        int submitted = 0;
        TimeSpan now = TimeSpan.Zero;
        while (Fill() || !engine.IsIdle)
        {
            while (engine.TryTake(now) is { } request)
            {
                requests++;
                CallAnswer? refusal = request.Operations.Select(operation => refusalOf(operation.Position)).FirstOrDefault(answer => answer is not null);
                engine.Complete(request, refusal ?? new CallAnswer.Success([]), now);
                Fill();
            }

            now = engine.NextWake(now) ?? now;
        }

        settled?.AddRange(engine.Ledger.TakeSettled().Select(one => one.Operation));
        return (requests, lane.Tally, lane);

        bool Fill()
        {
            while (submitted < count && Put(submitted + 1) is var next && engine.HasRoom(lane, next))
            {
                engine.Submit(lane, next, now);
                submitted++;
            }

            engine.InputIsWaiting = submitted < count;
            if (submitted == count)
                engine.CompleteInput();
            return submitted < count;
        }
    }

    private static (int Requests, Tally Tally, List<WriteOperation> Settled) Write(
        int count, int[] bad, CallAnswer refusal, WriteOptions? options = null)
    {
        WriteEngine engine = new((options ?? new WriteOptions()) with { ReportWritten = true }, new Random(1));
        Lane lane = engine.OpenLane(Schema, "Music", null, TimeSpan.Zero);
        for (int i = 1; i <= count; i++)
            engine.Submit(lane, Put(i), TimeSpan.Zero);
        engine.CompleteInput();
        // At the first pace a request isn't filled to 25.
        foreach (WriteOperation[] batch in lane.Queue.TakeAll().Chunk(25))
            lane.Queue.AddSuspect(new BatchRequest(lane, batch, isSuspect: true));
        int requests = 0;
        for (TimeSpan? now = TimeSpan.Zero; now is { } time; now = engine.NextWake(time))
        {
            while (engine.TryTake(time) is { } request)
            {
                requests++;
                bool isRefused = request.Operations.Any(operation => bad.Contains((int)operation.Position));
                engine.Complete(request, isRefused ? refusal : new CallAnswer.Success([]), time);
            }
        }

        return (requests, lane.Tally, [.. engine.Ledger.TakeSettled().Select(settled => settled.Operation)]);
    }
}
