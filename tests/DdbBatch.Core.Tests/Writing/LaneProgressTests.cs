using System;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class LaneProgressTests
{
    [Fact]
    public void The_progress_of_a_table_is_that_of_its_lane()
    {
        WriteEngine engine = new(new WriteOptions(), new Random(1));
        Lane lane = engine.OpenLane(Schema, "Music", null, TimeSpan.Zero);
        for (int i = 1; i <= 3; i++)
            engine.Submit(lane, Put(i), TimeSpan.Zero);
        engine.CompleteInput();
        BatchRequest request = engine.TryTake(TimeSpan.Zero)!;
        LaneProgress sent = LaneProgress.Of(lane);
        Assert.Equal(("Music", 0, 3, 3, 1), (sent.Table, sent.Settled, sent.Buffered, sent.Taken, sent.InFlight));
        Assert.Equal((false, null), (sent.IsClosed, sent.FailingSince));

        engine.Complete(request, new CallAnswer.Success([1]) { Capacity = new CapacityUse { Total = 2 } }, TimeSpan.FromSeconds(1));
        LaneProgress answered = LaneProgress.Of(lane);
        Assert.Equal((2, 1, 3, 2, 0), (answered.Settled, answered.Buffered, answered.Taken, answered.Written, answered.InFlight));
        Assert.Equal((2, 1), (answered.CapacityUnits, answered.ThrottledOperations));
        Assert.Equal(OperationError.Unprocessed, answered.LastFailure);
        TableSummary summary = lane.Tally.ToSummary("Music");
        Assert.Equal((1, 1, 1, 3), (summary.Requests, summary.RetriedRequests, summary.ThrottledRequests, summary.SentOperations));

        engine.Stop(OperationError.Stopped);
        Assert.True(LaneProgress.Of(lane).IsClosed);
        Assert.Equal(0, LaneProgress.Of(lane).Buffered);
    }

    [Fact]
    public void A_table_that_cannot_be_described_yet_has_one_request_and_nothing_else()
    {
        OperationError error = new("ThrottlingException", "later");

        LaneProgress progress = LaneProgress.Of(
            new DescriptionFailure("Music", TimeSpan.FromSeconds(20), error), TimeSpan.FromSeconds(30));

        Assert.Equal(
            new LaneProgress("Music", Settled: 0, Buffered: 0, Written: 0, CapacityUnits: 0, InFlight: 1, ThrottledOperations: 0)
            {
                FailingSince = TimeSpan.FromSeconds(10),
                LastFailure = error,
            },
            progress);
        Assert.Equal(0, progress.Taken);
    }
}
