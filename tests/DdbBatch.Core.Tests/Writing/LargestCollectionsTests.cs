using System.Linq;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Writing;

public sealed class LargestCollectionsTests
{
    [Fact]
    public void Of_many_collections_the_largest_are_kept()
    {
        LargestCollections collections = new();
        for (int i = 0; i < 100_000; i++)
            collections.Add($"key {i:000000}", i * 7919 % 100_003 / 1e4);

        double[] expected =
            [.. Enumerable.Range(0, 100_000).Select(i => i * 7919 % 100_003 / 1e4).OrderDescending().Take(LargestCollections.Limit)];
        Assert.Equal(expected, collections.ToSorted().Values.OrderDescending());
    }

    [Fact]
    public void One_that_was_dropped_comes_back_when_it_has_grown()
    {
        LargestCollections collections = new();
        collections.Add("small", 1);
        for (int i = 0; i < 1000; i++)
            collections.Add($"{i}", 2);

        Assert.DoesNotContain("small", collections.ToSorted().Keys);
        collections.Add("small", 3);

        Assert.Equal(3, collections.ToSorted()["small"]);
    }

    [Fact]
    public void The_largest_estimate_of_a_collection_counts()
    {
        LargestCollections collections = new();
        collections.Add("a", 2);
        collections.Add("a", 1);

        Assert.Equal(2, Assert.Single(collections.ToSorted()).Value);
    }
}
