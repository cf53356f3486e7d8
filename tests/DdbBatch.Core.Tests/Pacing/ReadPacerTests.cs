using System;
using DdbBatch.Reading;
using DdbBatch.TestKit.Capacity;
using Xunit;

namespace DdbBatch.Tests.Pacing;

public sealed class ReadPacerTests
{
    private const int LargestItem = 400 * 1024;

    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(1000, false)]
    [InlineData(1000, true)]
    [InlineData(10_000, false)]
    [InlineData(10_000, true)]
    public void The_capacity_is_used_to_the_full_and_little_is_throttled(double capacity, bool isConsistent)
    {
        foreach (int itemBytes in new[] { 150, 5000 })
        {
            PacedScan scan = Scan(capacity, isConsistent, itemBytes, TimeSpan.Zero);

            scan.Run(Math.Clamp(60_000 / capacity, 30, 3000));

            Assert.InRange(scan.UsedShare, 0.97, 1.03);
            // At 10 RCU per second few pages are sent, so each throttled one weighs more.
            Assert.InRange(scan.ThrottledShare, 0, capacity > 10 ? 0.03 : 0.05);
        }
    }

    // A page that does not fit is throttled as a whole, and most of the start is a search for the capacity.
    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(3000)]
    [InlineData(10_000)]
    public void Few_pages_are_throttled_in_a_short_read_with_its_start(double capacity)
    {
        foreach (int latencyMs in new[] { 3, 5, 8, 20 })
        {
            PacedScan scan = new()
            {
                Capacity = capacity,
                ReportedCapacity = capacity,
                ItemBytes = _ => 150,
                Latency = TimeSpan.FromMilliseconds(latencyMs),
            };

            scan.Run(20);

            Assert.InRange(scan.UsedShare, 0.97, 1.03);
            Assert.InRange(scan.ThrottledShare, 0, 0.025);
        }
    }

    [Theory]
    [InlineData(10, false, 0.3)]
    [InlineData(100, false, 0.05)]
    [InlineData(100, true, 0.05)]
    [InlineData(1000, false, 0.05)]
    [InlineData(1000, true, 0.05)]
    [InlineData(10_000, false, 0.05)]
    [InlineData(10_000, true, 0.05)]
    public void The_largest_items_use_the_capacity_to_the_full(double capacity, bool isConsistent, double mostThrottled)
    {
        double end = Math.Clamp(120_000 / capacity, 150, 6000);
        PacedScan scan = Scan(capacity, isConsistent, LargestItem, burst: TimeSpan.FromSeconds(30));

        scan.Run(end);

        // The burst capacity is used up by then.
        Assert.InRange(scan.UsedBetween(100, end), 0.97 * capacity, 1.03 * capacity);
        Assert.InRange(scan.ThrottledShareBetween(100, end), 0, mostThrottled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_pace_follows_a_step_of_the_capacity(bool isConsistent)
    {
        CapacitySchedule steps = new((TimeSpan.Zero, 500), (TimeSpan.FromSeconds(20), 2000), (TimeSpan.FromSeconds(40), 500));
        foreach (int itemBytes in new[] { 150, 5000 })
        {
            PacedScan scan = Scan(steps, isConsistent, itemBytes, TimeSpan.Zero);

            scan.Run(60);

            Assert.True(scan.UsedBetween(23, 40) >= 0.95 * 2000);
            Assert.True(scan.UsedBetween(43, 60) >= 0.97 * 500);
            Assert.InRange(scan.ThrottledShare, 0, 0.04);
        }
    }

    [Fact]
    public void After_burst_capacity_ends_the_pace_comes_down_even_if_few_items_fill_a_page()
    {
        PacedScan scan = Scan(10_000, isConsistent: true, LargestItem, burst: TimeSpan.FromSeconds(10));

        scan.Run(60);

        Assert.InRange(scan.ThrottledShareBetween(20, 60), 0, 0.05);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(1, 200)]
    [InlineData(2, 200)]
    [InlineData(16, 200)]
    public void A_ceiling_is_kept_to_and_made_use_of_however_few_segments_there_are(int segments, double latencyMs)
    {
        PacedScan scan = new()
        {
            Capacity = 3000,
            Segments = segments,
            Latency = TimeSpan.FromMilliseconds(latencyMs),
            // Some pages cost much more than the pages before them.
            ItemBytes = page => page % 10 == 0 ? 5000 : 500,
            Options = new ReadOptions { MaxReadCapacity = 300 },
        };

        scan.Run(60);

        Assert.InRange(scan.UsedUnits, 0.97 * 300 * 60, 1.01 * 300 * 60);
        Assert.Equal(0, scan.ThrottledShare);
    }

    [Theory]
    [InlineData(15.6, 5)]
    [InlineData(1, 50)]
    public void Neither_coarse_timers_nor_latency_reduce_the_pace(double tickMs, double latencyMs)
    {
        PacedScan scan = new()
        {
            Capacity = 1000,
            ReportedCapacity = 1000,
            ItemBytes = page => 100 + (page * 7919 % 5000),
            TimerTick = TimeSpan.FromMilliseconds(tickMs),
            Latency = TimeSpan.FromMilliseconds(latencyMs),
        };

        scan.Run(60);

        Assert.InRange(scan.UsedShare, 0.97, 1.03);
        Assert.InRange(scan.ThrottledShare, 0, 0.04);
    }

    [Fact]
    public void A_page_of_a_slow_table_costs_little()
    {
        PacedScan scan = Scan(100, isConsistent: false, itemBytes: 500, TimeSpan.Zero);

        scan.Run(60);

        Assert.InRange(scan.DearestPage, 4, 12);
    }

    [Fact]
    public void The_pages_of_a_fast_table_are_full()
    {
        PacedScan scan = Scan(100_000, isConsistent: false, itemBytes: 500, TimeSpan.Zero);

        scan.Run(5);

        Assert.InRange(scan.DearestPage, 127, 128);
    }

    private static PacedScan Scan(CapacitySchedule capacity, bool isConsistent, int itemBytes, TimeSpan burst) => new()
    {
        Capacity = capacity,
        ReportedCapacity = capacity.At(TimeSpan.Zero),
        Burst = burst,
        ItemBytes = _ => itemBytes,
        Options = new ReadOptions { IsConsistent = isConsistent },
    };
}
