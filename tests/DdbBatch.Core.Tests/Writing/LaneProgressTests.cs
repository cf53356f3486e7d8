using System;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Writing;

public sealed class LaneProgressTests
{
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
