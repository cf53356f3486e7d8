using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdbBatch.Measuring;
using Xunit;

namespace DdbBatch.Tests.Measuring;

public sealed class SpaceSavingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_frequent_key_is_missing_and_every_count_is_within_its_bounds(int seed)
    {
        const int Capacity = 50;
        Random random = new(seed);
        SpaceSaving sketch = new(Capacity);
        Dictionary<string, long> truth = [];
        for (int i = 0; i < 100_000; i++)
        {
            // Zipf-like: few keys are frequent, most occur once.
            string key = ((int)(10 / Math.Pow(random.NextDouble(), 1.2))).ToString(CultureInfo.InvariantCulture);
            int count = random.Next(1, 4);
            truth[key] = truth.GetValueOrDefault(key) + count;
            sketch.Add(key, count);
        }

        long total = truth.Values.Sum();
        (string Key, long Counted, long AtMost)[] found = [.. sketch.Top(int.MaxValue)];

        Assert.InRange(found.Length, Capacity, 2 * Capacity);
        Assert.True(truth.Count > 10 * Capacity, $"Seed {seed}");
        Assert.All(found, one => Assert.True(one.Counted <= truth[one.Key] && truth[one.Key] <= one.AtMost, $"Seed {seed}: {one}"));
        Assert.All(found, one => Assert.True(one.AtMost - one.Counted <= total / Capacity, $"Seed {seed}: {one}"));
        Assert.Empty(truth.Where(one => one.Value > total / Capacity).Select(one => one.Key).Except(found.Select(one => one.Key)));
    }

    [Fact]
    public void Few_keys_are_counted_exactly()
    {
        SpaceSaving sketch = new(10);
        foreach (string key in new[] { "a", "b", "a", "c", "b", "a" })
            sketch.Add(key, 1);
        Assert.Equal([("a", 3, 3), ("b", 2, 2)], sketch.Top(2));
    }
}
