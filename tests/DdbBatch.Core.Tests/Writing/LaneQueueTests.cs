using System;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class LaneQueueTests
{
    private readonly LaneQueue _queue = new();

    private SendableQueue Sendable => _queue.Sendable(RequestForm.Batch);

    [Fact]
    public void New_operations_go_out_in_the_order_in_which_they_came()
    {
        WriteOperation[] operations = [Put(1), Put(2), Put(3)];
        foreach (WriteOperation operation in operations)
            _queue.AddFresh(operation, TimeSpan.Zero);

        Assert.Equal(operations, [Take(), Take(), Take()]);
        Assert.Null(Sendable.Next);
    }

    [Fact]
    public void A_retry_that_is_due_goes_before_new_operations()
    {
        WriteOperation retry = Delayed(Put(1), 5);
        _queue.AddFresh(Put(2), TimeSpan.Zero);

        _queue.PromoteDue(TimeSpan.FromSeconds(5));

        Assert.Same(retry, Sendable.Next);
    }

    [Fact]
    public void A_retry_waits_for_its_time()
    {
        Delayed(Put(1), 5);

        _queue.PromoteDue(TimeSpan.FromSeconds(4.9));

        Assert.Null(Sendable.Next);
        Assert.Equal(TimeSpan.FromSeconds(5), _queue.NextDue);
    }

    [Fact]
    public void Retries_become_due_in_the_order_of_their_times()
    {
        WriteOperation late = Delayed(Put(1), 5);
        WriteOperation early = Delayed(Put(2), 4);
        WriteOperation alsoLate = Delayed(Put(3), 5);

        _queue.PromoteDue(TimeSpan.FromSeconds(6));

        Assert.Equal([early, late, alsoLate], [Take(), Take(), Take()]);
    }

    [Fact]
    public void Queued_operations_are_counted_in_operations_and_in_bytes()
    {
        _queue.AddFresh(Put(1), TimeSpan.Zero);
        Delayed(Put(2), 5);
        _queue.PromoteDue(TimeSpan.FromSeconds(5));
        Delayed(Put(3), 6);

        Assert.Equal(2, _queue.SendableCount);
        Assert.Equal(RequestForm.Batch.WireBytes(Put(1)) + RequestForm.Batch.WireBytes(Put(2)), Sendable.Bytes);
        Take();
        Take();
        Assert.Equal(0, _queue.SendableCount);
        Assert.Equal(0, Sendable.Bytes);
    }

    [Fact]
    public void An_operation_that_supersedes_another_takes_its_place()
    {
        WriteOperation dropped = Put(1, key: 7);
        WriteOperation later = Put(3, key: 7, jsonBytes: 100);
        _queue.AddFresh(dropped, TimeSpan.Zero);
        _queue.AddFresh(Put(2), TimeSpan.Zero);

        Supersede(dropped, later);

        Assert.Equal(2, _queue.SendableCount);
        Assert.Equal(RequestForm.Batch.WireBytes(later) + RequestForm.Batch.WireBytes(Put(2)), Sendable.Bytes);
        Assert.Same(later, Take());
        Assert.Equal(RequestForm.Batch.WireBytes(Put(2)), Sendable.Bytes);
    }

    [Fact]
    public void An_operation_that_supersedes_a_delayed_one_waits_as_long()
    {
        WriteOperation dropped = Delayed(Put(1, key: 7), 5);
        WriteOperation later = Put(3, key: 7, jsonBytes: 100);

        Supersede(dropped, later);
        _queue.PromoteDue(TimeSpan.FromSeconds(5));

        Assert.Equal(OperationStage.Queued, later.Stage);
        Assert.Equal(RequestForm.Batch.WireBytes(later), Sendable.Bytes);
        Assert.Same(later, Take());
    }

    [Fact]
    public void A_part_of_a_refused_batch_is_given_out_as_it_is()
    {
        BatchRequest suspect = new(OpenLane(), [Put(1), Put(2)], isSuspect: true) { DueAt = TimeSpan.FromSeconds(5) };
        _queue.AddSuspect(suspect);

        Assert.Null(_queue.TakeSuspect(TimeSpan.FromSeconds(4)));
        Assert.Equal(TimeSpan.FromSeconds(5), _queue.NextDue);
        Assert.Same(suspect, _queue.TakeSuspect(TimeSpan.FromSeconds(5)));
        Assert.Null(_queue.NextDue);
    }

    [Fact]
    public void Emptied_it_gives_up_everything_once()
    {
        WriteOperation suspect = Put(1);
        WriteOperation dropped = Delayed(Put(2, key: 7), 5);
        WriteOperation later = Put(3, key: 7);
        WriteOperation fresh = Put(4);
        _queue.AddSuspect(new BatchRequest(OpenLane(), [suspect], isSuspect: true));
        Supersede(dropped, later);
        _queue.AddFresh(fresh, TimeSpan.Zero);

        Assert.Equal([suspect, later, fresh], _queue.TakeAll());
        Assert.Empty(_queue.TakeAll());
        Assert.Equal(0, Sendable.Bytes);
    }

    private WriteOperation Delayed(WriteOperation operation, double seconds)
    {
        _queue.AddDelayed(operation, TimeSpan.FromSeconds(seconds));
        return operation;
    }

    private void Supersede(WriteOperation dropped, WriteOperation later)
    {
        dropped.SupersededBy = later;
        _queue.Supersede(dropped, later);
    }

    private WriteOperation Take() => Sendable.Take();
}
