using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class BisectionTests
{
    private static readonly BatchAnswer.ServiceError Refusal = new(400, "ValidationException", "DynamoDB's own message");

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
        (_, Tally tally, _) = Write(25, [1, 12, 25], new BatchAnswer.ServiceError(status, code, ""));

        Assert.Equal(22, tally[OperationOutcome.Written]);
        Assert.Equal(3, tally[OperationOutcome.Invalid]);
    }

    [Fact]
    public void Where_retries_are_forbidden_a_bad_item_still_takes_no_other_down()
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

    private static (int Requests, Tally Tally, List<WriteOperation> Settled) Write(
        int count, int[] bad, BatchAnswer refusal, WriteOptions? options = null)
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
                engine.Complete(request, isRefused ? refusal : new BatchAnswer.Success([]), time);
            }
        }

        return (requests, lane.Tally, [.. engine.Ledger.TakeSettled().Select(settled => settled.Operation)]);
    }
}
