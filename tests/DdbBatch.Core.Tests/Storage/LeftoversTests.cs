using System.Linq;
using DdbBatch.Model;
using DdbBatch.Storage;
using DdbBatch.Tests.Simulation;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class LeftoversTests
{
    private readonly SimulatedDisk _disk = new(new Dice(1));

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void A_row_is_kept_in_each_way_that_the_user_asks_for(bool areListed, bool hasFile, bool areKept)
    {
        Leftovers leftovers = Create(areListed, hasFile, hasCheckpoint: false);
        Assert.Equal(areKept, leftovers.AreKept);
        leftovers.Add(Item(1));
        leftovers.List(Item(2));
        leftovers.AddUnreached(Item(3));
        Assert.Equal(areListed ? [1, 2, 3] : [], leftovers.Items.Select(item => item.Position));
        Assert.Equal(hasFile ? [1, 3] : [], _disk.Lines.Select(item => item.Position));
    }

    [Fact]
    public void A_row_that_the_next_run_reads_again_is_listed_but_not_in_the_file()
    {
        Leftovers leftovers = Create(areListed: true, hasFile: true, hasCheckpoint: true);
        leftovers.AddUnreached(Item(1));
        leftovers.Add(Item(2));
        Assert.Equal([1, 2], leftovers.Items.Select(item => item.Position));
        Assert.Equal([2], _disk.Lines.Select(item => item.Position));
    }

    private Leftovers Create(bool areListed, bool hasFile, bool hasCheckpoint) => new(areListed, hasFile ? _disk.Open() : null, hasCheckpoint);

    private static UnprocessedItem Item(int row) =>
        new(row, "Music", OperationKind.Put, OperationOutcome.Unprocessed, OperationError.Stopped, row);
}
