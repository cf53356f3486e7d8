using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Measuring;
using Xunit;

namespace DdbBatch.Tests.Measuring;

/// <summary>Simulates tables, whose partition keys are spread over the segments at random, and samples of their segments.</summary>
public sealed class TotalEstimateTests
{
    private const int Seed = 20240611;
    private const int Segments = 10_000;
    private const double Fraction = 0.02;
    private const int Tables = 6;
    private const int SamplesPerTable = 250;

    /// <summary>The number of items of one partition key, by chance.</summary>
    private static readonly Dictionary<string, Func<Random, double>> Partitions = new()
    {
        ["one item per partition key"] = _ => 1,
        ["exponential"] = random => Math.Ceiling(-20 * Math.Log(1 - random.NextDouble())),
        ["log-normal"] = random => Math.Ceiling(Math.Exp(3 + Normal(random))),
        ["Pareto, finite variance"] = random => Math.Ceiling(Math.Pow(1 - random.NextDouble(), -1 / 2.5)),
        ["log-normal, very skewed"] = random => Math.Ceiling(Math.Exp(3 + (1.5 * Normal(random)))),
        ["Pareto, infinite variance"] = random => Math.Ceiling(Math.Pow(1 - random.NextDouble(), -1 / 1.5)),
    };

    // The last one has partition keys that hold a large part of all items and that a sample misses: no interval of a sample
    // can know of them. The documentation says so.
    [Theory]
    [InlineData("one item per partition key", 0.93, 0.97)]
    [InlineData("exponential", 0.93, 0.97)]
    [InlineData("log-normal", 0.92, 0.97)]
    [InlineData("Pareto, finite variance", 0.92, 0.97)]
    [InlineData("log-normal, very skewed", 0.90, 0.97)]
    [InlineData("Pareto, infinite variance", 0.80, 0.90)]
    public void The_interval_covers_the_truth_about_as_often_as_it_says(string partitions, double least, double most)
    {
        Random random = new(Seed);
        int covered = 0;
        double error = 0;
        for (int table = 0; table < Tables; table++)
        {
            double[] segments = Fill(Partitions[partitions], random);
            double truth = segments.Sum();
            for (int i = 0; i < SamplesPerTable; i++)
            {
                TotalEstimate estimate = TotalEstimate.Of(Sample(segments, random.Next()), Segments);
                covered += estimate.Low <= truth && truth <= estimate.High ? 1 : 0;
                error += (estimate.Total / truth) - 1;
            }
        }

        double coverage = (double)covered / (Tables * SamplesPerTable);
        TestContext.Current.TestOutputHelper!.WriteLine($"Seed {Seed}: {partitions}: {coverage:P1} covered");
        Assert.True(coverage >= least && coverage <= most, $"Seed {Seed}: {partitions}: {coverage:P1} covered");
        Assert.True(Math.Abs(error / (Tables * SamplesPerTable)) < 0.02, $"Seed {Seed}: {partitions}: the mean error is {error / (Tables * SamplesPerTable):P2}");
    }

    [Fact]
    public void The_interval_has_the_estimate_in_it_and_is_not_below_what_was_read()
    {
        TotalEstimate estimate = TotalEstimate.Of([0, 0, 0, 0, 0, 0, 0, 0, 0, 100], 20);
        Assert.Equal(200, estimate.Total, 6);
        Assert.InRange(estimate.Low, 100, 200);
        Assert.True(estimate.High > 200);
    }

    [Fact]
    public void The_more_is_read_the_narrower_is_the_interval()
    {
        double[] sample = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 7))];
        double[] widths = [.. new[] { 100_000, 1000, 400, 210 }.Select(count => TotalEstimate.Of(sample, count)).Select(estimate => (estimate.High - estimate.Low) / estimate.Total)];
        Assert.Equal(widths.OrderDescending(), widths);
        Assert.Equal(0, TotalEstimate.Of(sample, 200) is { } all ? all.High - all.Low : 1, 6);
    }

    [Theory]
    [InlineData(0.02, 4)]
    [InlineData(0.5, 1000)]
    [InlineData(0.0002, 4)]
    [InlineData(0.999, 4)]
    public void A_sample_has_the_share_that_was_asked_for_and_each_segment_once(double fraction, int usual)
    {
        var segments = SegmentSample.Choose(fraction, usual, Seed);
        Assert.InRange(segments.Count, 200, int.MaxValue);
        Assert.Equal(fraction, (double)segments.Count / segments[0].Count, 2);
        Assert.Equal(segments.Count, segments.Select(segment => segment.Index).Distinct().Count());
        Assert.All(segments, segment => Assert.InRange(segment.Index, 0, segment.Count - 1));
        Assert.InRange(segments[0].Count, usual, 1_000_000);
        Assert.Equal(segments.Select(segment => segment.Index), SegmentSample.Choose(fraction, usual, Seed).Select(segment => segment.Index));
    }

    private static double[] Fill(Func<Random, double> items, Random random)
    {
        double[] segments = new double[Segments];
        for (int key = 0; key < 4 * Segments; key++)
            segments[random.Next(Segments)] += items(random);
        return segments;
    }

    private static double[] Sample(double[] segments, int seed) =>
        [.. SegmentSample.Choose(Fraction, usual: 4, seed).Select(segment => segments[segment.Index])];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
