using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class WriteEngineTests
{
    private static readonly CallAnswer.NoAnswer Timeout = new(true, "Timeout", "DynamoDB did not answer in time.");

    private WriteEngine _engine = new(new WriteOptions(), new Random(1));
    private Lane? _lane;

    [Fact]
    public void A_trickle_is_sent_after_a_second()
    {
        Submit(Put(1), 0);
        Submit(Put(2), 0.5);

        Assert.Null(_engine.TryTake(Seconds(0.9)));
        Assert.Equal(Seconds(1), _engine.NextWake(Seconds(0.5)));
        Assert.Equal(2, _engine.TryTake(Seconds(1))!.Operations.Count);
    }

    [Fact]
    public void An_input_that_waits_for_room_is_not_waited_for()
    {
        Submit(Put(1), 0);
        _engine.InputIsWaiting = true;

        Assert.NotNull(_engine.TryTake(Seconds(0)));
    }

    [Fact]
    public void While_the_input_waits_for_room_a_partial_request_waits_for_an_answer()
    {
        BatchRequest full = SendFullRequest(leaving: 2);

        Assert.Null(_engine.TryTake(Seconds(0.1)));
        _engine.Complete(full, new CallAnswer.Success([]), Seconds(0.2));
        // The pace allows it some microseconds later.
        TimeSpan now = _engine.NextWake(Seconds(0.2))!.Value;
        Assert.InRange(now, Seconds(0.2), Seconds(0.21));
        Assert.Equal(2, _engine.TryTake(now)!.Operations.Count);
    }

    [Fact]
    public void While_the_input_waits_for_room_a_partial_request_waits_for_operations_that_come_back()
    {
        BatchRequest full = SendFullRequest(leaving: 2);
        _engine.Complete(full, new CallAnswer.Success([3, 5, 7]), Seconds(0.01));

        Assert.Null(_engine.TryTake(Seconds(0.01)));
        TimeSpan now = Seconds(0.01);
        BatchRequest? next = null;
        for (int wakes = 0; wakes < 4 && next is null; wakes++)
        {
            now = _engine.NextWake(now)!.Value;
            next = _engine.TryTake(now);
        }

        Assert.Equal(5, next!.Operations.Count);
    }

    [Fact]
    public void An_answer_that_does_not_come_delays_a_partial_request_by_a_second_at_most()
    {
        SendFullRequest(leaving: 2);

        Assert.Equal(Seconds(1), _engine.NextWake(Seconds(0.1)));
        Assert.Equal(2, _engine.TryTake(Seconds(1))!.Operations.Count);
    }

    // The input waits for room after that.
    private BatchRequest SendFullRequest(int leaving)
    {
        _lane = _engine.OpenLane(Schema, "Music", 1e6, Seconds(0));
        for (int i = 1; i <= 25 + leaving; i++)
            Submit(Put(i), 0);
        _engine.InputIsWaiting = true;
        BatchRequest full = _engine.TryTake(Seconds(0))!;
        Assert.Equal(25, full.Operations.Count);
        return full;
    }

    [Fact]
    public void After_an_attempt_without_answer_the_next_operation_on_the_key_waits_ten_seconds()
    {
        Submit(Put(1, key: 7), 0);
        Submit(Put(2, key: 7), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, Timeout, Seconds(3));
        _engine.Complete(_engine.TryTake(Seconds(4))!, new CallAnswer.Success([]), Seconds(4));

        Assert.Equal(Seconds(13), _engine.NextWake(Seconds(4)));
        Assert.Null(_engine.TryTake(Seconds(12.9)));
        Assert.Equal(2, Assert.Single(_engine.TryTake(Seconds(13))!.Operations).Position);
    }

    [Fact]
    public void A_table_that_keeps_failing_is_given_up()
    {
        Submit(Put(1), 0);
        _engine.CompleteInput();
        for (double now = 0; now <= 300; now += 30)
            _engine.Complete(_engine.TryTake(Seconds(now))!, new CallAnswer.ServiceError(400, "ThrottlingException", "slower"), Seconds(now));

        Assert.Equal("RetryTimeout", _lane!.Closed!.Code);
        WriteOperation left = Assert.Single(Settled());
        Assert.Equal(OperationOutcome.Unprocessed, left.Outcome);
        Assert.Same(_lane.Closed, _engine.Fatal);
    }

    [Fact]
    public void An_attempt_that_lasts_counts_from_when_it_was_sent()
    {
        _engine = new WriteEngine(new WriteOptions { RetryTimeout = Seconds(5) }, new Random(1));
        Submit(Put(1), 0);
        _engine.CompleteInput();
        BatchRequest request = _engine.TryTake(Seconds(2))!;

        Assert.Equal(Seconds(5), request.Timeout);
        _engine.Complete(request, Timeout, Seconds(7));

        Assert.Equal("RetryTimeout", _lane!.Closed!.Code);
        Assert.StartsWith("Nothing could be written to the table for 5 s", _lane.Closed.Message);
    }

    [Fact]
    public void An_attempt_gets_what_is_left_of_the_time_and_the_last_one_is_due_at_its_end()
    {
        _engine = new WriteEngine(new WriteOptions { RetryTimeout = Seconds(70) }, new Random(1));
        Submit(Put(1), 0);
        _engine.CompleteInput();
        BatchRequest first = _engine.TryTake(Seconds(0))!;
        _engine.Complete(first, Timeout, Seconds(60));

        TimeSpan due = _engine.NextWake(Seconds(60))!.Value;
        BatchRequest second = _engine.TryTake(due)!;

        Assert.Equal(Seconds(60), first.Timeout);
        Assert.Equal(Seconds(70) - due, second.Timeout);
        _engine.Complete(second, Timeout, Seconds(69.9));
        Assert.True(_engine.NextWake(Seconds(69.9)) <= Seconds(70));
    }

    [Fact]
    public void Operations_written_in_the_meantime_are_progress()
    {
        _engine = new WriteEngine(new WriteOptions { RetryTimeout = Seconds(50) }, new Random(1));
        Submit(Put(1), 0);
        _engine.CompleteInput();
        BatchRequest slow = _engine.TryTake(Seconds(0))!;
        Submit(Put(2), 40);
        _engine.Complete(_engine.TryTake(Seconds(40))!, new CallAnswer.Success([]), Seconds(41));

        _engine.Complete(slow, Timeout, Seconds(60));

        Assert.Null(_lane!.Closed);
        Assert.Equal(Seconds(41), _lane.Health.FailingSince);
        Assert.Equal("Timeout", _lane.Health.LastFailure!.Code);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(407)]
    public void An_answer_that_is_not_DynamoDBs_passes_in_mid_run_and_closes_the_table_at_the_start(int status)
    {
        CallAnswer page = new CallAnswer.ServiceError(status, Code: "", "HTTP status");
        Submit(Put(1), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, new CallAnswer.Success([]), Seconds(0));
        Submit(Put(2), 1);
        _engine.Complete(_engine.TryTake(Seconds(1))!, page, Seconds(1));
        _engine.Complete(_engine.TryTake(Seconds(2))!, new CallAnswer.Success([]), Seconds(2));
        Assert.Equal(2, _lane!.Tally[OperationOutcome.Written]);

        _engine = new WriteEngine(new WriteOptions(), new Random(1));
        _lane = null;
        Submit(Put(1), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, page, Seconds(0));

        Assert.Equal($"Http{status}", _engine.Fatal!.Code);
        // Only something that says it did it may have done it.
        Assert.Equal(status == 200 ? OperationOutcome.Unknown : OperationOutcome.Unprocessed, Assert.Single(Settled()).Outcome);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(407)]
    public void An_answer_that_is_not_DynamoDBs_passes_for_a_table_that_was_never_answered_if_another_was(int status)
    {
        CallAnswer page = new CallAnswer.ServiceError(status, Code: "", "HTTP status");
        Submit(Put(1), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, new CallAnswer.Success([]), Seconds(0));
        Lane other = _engine.OpenLane(Schema, "Other", null, Seconds(0));
        _engine.Submit(other, Put(2), Seconds(0));

        _engine.Complete(_engine.TryTake(Seconds(0))!, page, Seconds(0));
        Assert.Null(other.Closed);
        _engine.Complete(_engine.TryTake(Seconds(1))!, new CallAnswer.Success([]), Seconds(1));
        Assert.Equal(1, other.Tally[OperationOutcome.Written]);

        // If it does not pass, that table is given up, and no other.
        _engine.Submit(other, Put(3), Seconds(1));
        for (double now = 1; now <= 301; now += 30)
            _engine.Complete(_engine.TryTake(Seconds(now))!, page, Seconds(now));
        Assert.Equal("RetryTimeout", other.Closed!.Code);
        Assert.Null(_lane!.Closed);
        Assert.Null(_engine.Fatal);
    }

    [Fact]
    public void Operations_are_taken_in_up_to_the_limit_of_their_bytes_and_a_closed_table_takes_them_all()
    {
        int bytes = Put(1).BufferedBytes;
        _engine = new WriteEngine(new WriteOptions { BufferBytes = 4 * bytes }, new Random(1));
        _lane = _engine.OpenLane(Schema, "Music", null, Seconds(0));
        // The first one always has room.
        Assert.True(_engine.HasRoom(_lane, Put(1, jsonBytes: 4 * bytes)));
        for (int i = 1; i <= 4; i++)
        {
            Assert.True(_engine.HasPlentyOfRoom(_lane));
            Assert.True(_engine.HasRoom(_lane, Put(i)));
            Submit(Put(i), 0);
        }

        Assert.Equal(4 * bytes, _engine.Ledger.BufferedBytes);
        Assert.False(_engine.HasPlentyOfRoom(_lane));
        Assert.False(_engine.HasRoom(_lane, Put(5)));
        _engine.CompleteInput();
        Assert.NotNull(_engine.TryTake(Seconds(0)));

        // In a closed table no operation waits for those in flight.
        _engine.CloseLane(_lane, OperationError.Stopped);
        Assert.True(_engine.HasPlentyOfRoom(_lane));
        Assert.True(_engine.HasRoom(_lane, Put(5)));
    }

    [Fact]
    public void Operations_are_taken_in_up_to_the_limit_of_their_number()
    {
        WriteOptions options = new() { ThrottleLimit = 1 };
        _engine = new WriteEngine(options, new Random(1));
        for (int i = 1; i <= options.BufferedOperations; i++)
        {
            Submit(Put(i), 0);
            Assert.Equal(i <= options.BufferedOperations * 3 / 4, _engine.HasPlentyOfRoom(_lane!));
            Assert.Equal(i < options.BufferedOperations, _engine.HasRoom(_lane!, Put(i + 1)));
        }
    }

    [Fact]
    public void With_a_closed_lane_the_others_go_on()
    {
        Lane other = _engine.OpenLane(Schema, "Other", null, Seconds(0));
        Submit(Put(1), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, new CallAnswer.ServiceError(400, "ResourceNotFoundException", "none"), Seconds(0));
        _engine.Submit(other, Put(2), Seconds(0));

        Assert.NotNull(_lane!.Closed);
        Assert.Null(_engine.Fatal);
        Assert.Same(other, _engine.TryTake(Seconds(0))!.Lane);
    }

    [Fact]
    public void An_endpoint_that_was_never_reached_ends_the_run()
    {
        Submit(Put(1), 0);
        _engine.CompleteInput();

        _engine.Complete(_engine.TryTake(Seconds(0))!, new CallAnswer.NoAnswer(false, "ConnectionFailed", "refused"), Seconds(0));

        Assert.Equal("ConnectionFailed", _engine.Fatal!.Code);
        Assert.True(_engine.IsIdle);
    }

    [Fact]
    public void A_chain_of_thousands_of_dropped_operations_is_settled_in_order()
    {
        _engine = new WriteEngine(new WriteOptions { DuplicateKey = DuplicateKeyMode.KeepLast }, new Random(1));
        for (int i = 1; i <= 3000; i++)
            Submit(Put(i, key: 7), 0);

        _engine.Stop(OperationError.Stopped);

        Assert.Equal(Enumerable.Range(1, 3000), Settled().Select(operation => (int)operation.Position));
    }

    [Fact]
    public void A_leftover_that_has_to_wait_takes_no_place_of_one_that_need_not()
    {
        _engine = new WriteEngine(new WriteOptions { DuplicateKey = DuplicateKeyMode.KeepLast }, new Random(1));
        WriteOperation leftover = Put(2, key: 7);
        leftover.SettlesAt = Seconds(8);
        Submit(Put(1, key: 7), 0);
        Submit(leftover, 0);
        _engine.CompleteInput();

        BatchRequest first = _engine.TryTake(Seconds(0))!;
        _engine.Complete(first, new CallAnswer.Success([]), Seconds(0));

        Assert.Equal(1, Assert.Single(first.Operations).Position);
        Assert.Equal(Seconds(8), _engine.NextWake(Seconds(0)));
        Assert.Same(leftover, Assert.Single(_engine.TryTake(Seconds(8))!.Operations));
    }

    [Fact]
    public void A_leftover_shows_until_when_its_key_is_unsettled()
    {
        Submit(Put(1, key: 7), 0);
        Submit(Put(2, key: 7), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, Timeout, Seconds(3));
        _engine.Complete(_engine.TryTake(Seconds(4))!, new CallAnswer.Success([]), Seconds(4));

        _engine.Stop(OperationError.Stopped);

        WriteOperation left = Assert.Single(Settled());
        Assert.Equal(OperationOutcome.Unprocessed, left.Outcome);
        Assert.Equal(Seconds(13), left.SettlesAt);
    }

    [Fact]
    public void An_operation_that_is_refused_after_an_attempt_without_answer_is_invalid_and_its_key_goes_on()
    {
        Submit(Put(1, key: 7), 0);
        Submit(Put(2, key: 7), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, Timeout, Seconds(3));
        _engine.Complete(_engine.TryTake(Seconds(4))!, Refusal("ValidationException"), Seconds(4));

        WriteOperation refused = Assert.Single(Settled());
        Assert.Equal((OperationOutcome.Invalid, "ValidationException"), (refused.Outcome, refused.LastError!.Code));
        Assert.Null(_engine.TryTake(Seconds(12.9)));
        Assert.Equal(2, Assert.Single(_engine.TryTake(Seconds(13))!.Operations).Position);
    }

    [Fact]
    public void A_refusal_for_anything_but_the_item_itself_counts_once_the_earlier_attempt_has_settled()
    {
        Submit(Put(1, key: 7), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, Timeout, Seconds(3));
        _engine.Complete(_engine.TryTake(Seconds(4))!, Refusal("ItemCollectionSizeLimitExceededException"), Seconds(4));

        Assert.Empty(Settled());
        Assert.Equal(Seconds(13), _engine.NextWake(Seconds(4)));
        _engine.Complete(_engine.TryTake(Seconds(13))!, Refusal("ItemCollectionSizeLimitExceededException"), Seconds(14));
        Assert.Equal(OperationOutcome.Invalid, Assert.Single(Settled()).Outcome);
    }

    [Fact]
    public void A_row_that_a_killed_run_may_have_sent_is_invalid_when_it_is_refused()
    {
        Submit(Resent(Put(1, key: 7)), 0);
        Submit(Resent(Put(2, key: 7)), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, Refusal("ValidationException"), Seconds(1));

        Assert.Equal(OperationOutcome.Invalid, Assert.Single(Settled()).Outcome);
        Assert.Null(_engine.TryTake(Seconds(9.9)));
        Assert.Equal(2, Assert.Single(_engine.TryTake(Seconds(10))!.Operations).Position);
    }

    [Fact]
    public void A_row_that_a_killed_run_may_have_sent_says_so_too_if_its_key_is_closed()
    {
        WriteOperation left = Put(1, key: 7);
        left.IsLeft = true;
        _lane = _engine.OpenLane(Schema, "Music", null, Seconds(0));
        _lane.Skip(left);
        Submit(Resent(Put(2, key: 7)), 0);

        WriteOperation behind = Assert.Single(Settled());
        Assert.Equal((OperationOutcome.Unknown, Seconds(10)), (behind.Outcome, behind.SettlesAt));
    }

    [Fact]
    public void A_duplicate_of_a_resumed_load_is_invalid_because_no_run_has_sent_it()
    {
        _engine = new WriteEngine(new WriteOptions { DuplicateKey = DuplicateKeyMode.Error }, new Random(1));
        Submit(Resent(Put(1, key: 7)), 0);
        Submit(Resent(Put(2, key: 7)), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, new CallAnswer.Success([]), Seconds(1));

        WriteOperation duplicate = Assert.Single(Settled());
        Assert.Equal((2, OperationOutcome.Invalid, "DuplicateKey"), (duplicate.Position, duplicate.Outcome, duplicate.LastError!.Code));
    }

    [Fact]
    public void A_duplicate_of_a_row_that_an_earlier_run_has_written_is_invalid()
    {
        _engine = new WriteEngine(new WriteOptions { DuplicateKey = DuplicateKeyMode.Error }, new Random(1));
        _lane = _engine.OpenLane(Schema, "Music", null, Seconds(0));
        _lane.Skip(Put(1, key: 7));
        Submit(Put(2, key: 7), 0);

        WriteOperation duplicate = Assert.Single(Settled());
        Assert.Equal((OperationOutcome.Invalid, "DuplicateKey"), (duplicate.Outcome, duplicate.LastError!.Code));
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(3600, 15)]
    [InlineData(100 * 24 * 3600, 15)]
    public void A_leftover_waits_no_longer_than_the_settle_time_whatever_its_clock_said(double settlesIn, double sentAt)
    {
        WriteOperation leftover = Put(1, key: 7);
        leftover.MayBeWritten = true;
        leftover.SettlesAt = Seconds(5 + settlesIn);
        Submit(leftover, 5);
        _engine.CompleteInput();

        Assert.Equal(Seconds(sentAt), _engine.NextWake(Seconds(5)));
        Assert.Same(leftover, Assert.Single(_engine.TryTake(Seconds(sentAt))!.Operations));
    }

    private static CallAnswer.ServiceError Refusal(string code) => new(400, code, "refused");

    private static WriteOperation Resent(WriteOperation operation)
    {
        operation.ResentSettlesAt = Seconds(10);
        return operation;
    }

    [Fact]
    public void A_table_with_nothing_to_write_is_not_failing()
    {
        CallAnswer.ServiceError throttled = new(400, "ThrottlingException", "slower");
        _engine = new WriteEngine(new WriteOptions { MaxRetry = 0 }, new Random(1));
        Submit(Put(1), 0);
        _engine.InputIsWaiting = true;
        _engine.Complete(_engine.TryTake(Seconds(0))!, throttled, Seconds(0));

        Submit(Put(2), 400);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(400))!, throttled, Seconds(400));

        Assert.Null(_lane!.Closed);
        Assert.Equal(["ThrottlingException", "ThrottlingException"], Settled().Select(operation => operation.LastError!.Code));
    }

    [Fact]
    public void A_part_of_a_refused_batch_that_is_throttled_stays_by_itself()
    {
        for (int i = 1; i <= 4; i++)
            Submit(Put(i), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, new CallAnswer.ServiceError(400, "ValidationException", "bad"), Seconds(0));
        BatchRequest half = _engine.TryTake(Seconds(1))!;
        _engine.Complete(half, new CallAnswer.ServiceError(400, "ThrottlingException", "slower"), Seconds(1));
        Submit(Put(5), 2);

        List<long[]> sent = [];
        while (_engine.TryTake(Seconds(100)) is { } request)
            sent.Add([.. request.Operations.Select(operation => operation.Position)]);

        Assert.Equal([1, 2], half.Operations.Select(operation => operation.Position));
        Assert.Contains([1, 2], sent);
        Assert.Contains([3, 4], sent);
        Assert.Contains([5], sent);
    }

    [Fact]
    public void A_part_of_a_refused_batch_that_is_too_large_for_the_uplink_is_halved()
    {
        for (int i = 1; i <= 4; i++)
            Submit(Put(i, jsonBytes: 300_000), 0);
        _engine.CompleteInput();
        _engine.Complete(_engine.TryTake(Seconds(0))!, new CallAnswer.ServiceError(400, "ValidationException", "bad"), Seconds(0));
        for (double now = 1; now < 300 && _engine.TryTake(Seconds(now)) is { } request && request.Operations.Count > 1; now += 61)
            _engine.Complete(request, Timeout, Seconds(now + 60));

        Assert.All(_lane!.Queue.TakeSuspect(Seconds(1000))!.Operations.Chunk(1), part => Assert.Single(part));
        Assert.True(_engine.Window.RequestBytes < 600_000);
    }

    [Fact]
    public void An_attempt_ends_after_a_minute_without_progress()
    {
        Submit(Put(1), 0);
        _engine.CompleteInput();

        Assert.Equal(Seconds(60), _engine.TryTake(Seconds(0))!.Timeout);
        Assert.Equal(Seconds(60), RequestTimeout.Within(null));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Submit(WriteOperation operation, double seconds)
    {
        _lane ??= _engine.OpenLane(Schema, "Music", null, Seconds(seconds));
        _engine.Submit(_lane, operation, Seconds(seconds));
    }

    private IEnumerable<WriteOperation> Settled() => _engine.Ledger.TakeSettled().Select(settled => settled.Operation);
}
