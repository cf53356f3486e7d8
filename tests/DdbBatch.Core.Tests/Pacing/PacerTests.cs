using System;
using System.Linq;
using DdbBatch.Pacing;
using DdbBatch.TestKit.Capacity;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Pacing;

public sealed class PacerTests
{
    // 16 requests of 25 in flight, each 20 ms.
    private const double UnpacedRate = 16 * 25 / 0.020;

    [Theory]
    [InlineData(100, 0, 1)]
    [InlineData(1000, 0, 1)]
    [InlineData(10_000, 0, 1)]
    [InlineData(100, 1, 1)]
    [InlineData(1000, 1, 1)]
    [InlineData(1000, 0, 15.6)]
    public void The_capacity_is_used_to_the_full_and_little_is_throttled(double capacity, double burst, double tickMs)
    {
        PacedTable table = new() { Capacity = capacity, Burst = TimeSpan.FromSeconds(burst) };

        Run(capacity > 1000 ? 10 : 60, table, timerTickMs: tickMs);

        Assert.InRange(table.UsedShare, 0.97, 1.03);
        Assert.InRange(table.ThrottledShare, 0, 0.03);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void The_reported_capacity_of_a_table_is_used_from_the_start_and_hardly_exceeded(double capacity)
    {
        PacedTable table = new() { Capacity = capacity, ReportedCapacity = capacity };

        Run(2, table);

        Assert.True(table.UsedShare >= 0.97);
        Assert.True(table.ThrottledShare <= 0.09);
    }

    [Fact]
    public void A_table_may_accept_far_more_than_its_reported_capacity()
    {
        PacedTable table = new() { Capacity = 1e9, ReportedCapacity = 5 };

        Run(3, table);

        Assert.True(table.UsedBetween(2, 3) > 0.95 * 16 * 25 / 0.005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_pace_follows_a_step_of_the_capacity(double burst)
    {
        CapacitySchedule steps = new(
            (TimeSpan.Zero, 500), (TimeSpan.FromSeconds(10), 2000), (TimeSpan.FromSeconds(20), 500));
        PacedTable table = new() { Capacity = steps, Burst = TimeSpan.FromSeconds(burst) };

        Run(30, table);

        Assert.True(table.UsedBetween(13, 14) >= 0.9 * 2000);
        Assert.True(table.ThrottledShareBetween(23, 24) < 0.05);
        Assert.True(table.UsedBetween(23, 30) >= 0.97 * 500);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 40)]
    public void A_ceiling_is_kept_to_and_made_use_of(double costFactor, int largestItem)
    {
        PacedTable table = new()
        {
            Capacity = 1000,
            CostFactor = costFactor,
            UnitsOf = position => (int)(position % largestItem) + 1,
        };

        Run(30, table, new WriteOptions { MaxWriteCapacity = 300 });

        // The last request may not be paid for yet at the end.
        Assert.InRange(table.UsedUnits, 0.97 * 300 * 30, (300 * 30) + largestItem - 1);
        Assert.Equal(0, table.ThrottledShare);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(64)]
    public void If_nothing_is_throttled_the_pace_is_no_limit_after_a_second(int throttleLimit)
    {
        PacedTable table = new() { Capacity = 1e9 };

        Run(1.2, table, new WriteOptions { ThrottleLimit = throttleLimit }, latencyMs: 20);

        Assert.True(table.UsedBetween(1, 1.2) > 0.95 * UnpacedRate / 16 * throttleLimit);
    }

    [Fact]
    public void A_small_input_is_written_at_once()
    {
        PacedTable table = new() { Capacity = 1e9, Operations = 1000 };

        Run(10, table);

        Assert.True(table.Elapsed < TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void Indexes_count_for_the_pace()
    {
        PacedTable table = new() { Capacity = 1000, CostFactor = 2 };

        Run(20, table);

        Assert.True(table.UsedShare >= 0.97);
        Assert.True(table.ThrottledShare <= 0.03);
    }

    [Fact]
    public void Items_of_all_sizes_make_use_of_the_capacity()
    {
        Random random = new(1);
        PacedTable table = new()
        {
            Capacity = 10_000,
            UnitsOf = _ => random.Next(4) == 0 ? random.Next(1, 401) : random.Next(1, 5),
        };

        Run(20, table);

        Assert.True(table.UsedShare >= 0.9);
        Assert.True(table.ThrottledShare <= 0.03);
    }

    [Fact]
    public void The_dearest_item_goes_out_at_the_slowest_pace()
    {
        PacedTable table = new() { Capacity = 1, UnitsOf = _ => 400, Operations = 2 };

        PacingSimulation simulation = Run(1000, table, new WriteOptions { MaxWriteCapacity = 1 });

        Assert.Equal(2, simulation.TallyOf(table)[OperationOutcome.Written]);
    }

    [Fact]
    public void A_hot_partition_gets_what_it_takes_and_the_others_go_on()
    {
        // A fifth of all keys are in one partition: 1,000 WCU/s there let 5,000 through in all.
        PacedTable table = new()
        {
            Capacity = 20_000,
            PartitionOf = position => position * 2654435761 / 256 % 5 == 0 ? 0 : 1 + position % 50,
        };

        Run(16, table);

        Assert.True(table.UsedUnits >= 0.9 * 5000 * 16);
    }

    [Fact]
    public void Tables_have_their_own_pace()
    {
        PacedTable[] tables = [.. new[] { 100.0, 500, 2000 }.Select(capacity => new PacedTable { Capacity = capacity })];

        new PacingSimulation(new WriteOptions(), tables).Run(10);

        Assert.All(tables, table => Assert.True(table.UsedShare >= 0.97));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Throttling_that_slowing_down_doesnt_help_against_is_no_reason_to(double share)
    {
        Random random = new(1);
        PacedTable table = new() { Capacity = 1e9, ThrottlesAnyhow = _ => random.NextDouble() < share };

        Run(8, table, latencyMs: 20);

        Assert.True(table.UsedBetween(6, 8) > 0.5 * (1 - share) * UnpacedRate);
    }

    [Fact]
    public void Few_operations_of_which_a_share_is_always_throttled_are_done_soon()
    {
        Random random = new(1);
        PacedTable table = new()
        {
            Capacity = 1e9,
            Operations = 300,
            Keys = 7,
            ThrottlesAnyhow = _ => random.NextDouble() < 0.3,
        };

        Run(60, table);

        Assert.True(table.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void One_throttled_request_costs_hardly_anything()
    {
        PacedTable table = new() { Capacity = 1e9, ThrottlesAnyhow = time => time is > 2 and < 2.005 };

        Run(3, table, latencyMs: 20);

        Assert.True(table.UsedBetween(2, 3) > 0.9 * UnpacedRate);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(10)]
    public void The_pace_comes_back_after_an_outage(double outageSeconds)
    {
        PacedTable table = new() { Capacity = 2000, ThrottlesAnyhow = time => time > 5 && time < 5 + outageSeconds };

        Run(30, table);

        Assert.True(table.UsedBetween(28, 30) >= 0.95 * 2000);
        Assert.True(table.ThrottledShareBetween(5, 30) < 0.1);
    }

    [Fact]
    public void Few_operations_use_up_their_retries()
    {
        PacedTable table = new() { Capacity = 1000, Operations = 20_000 };

        PacingSimulation simulation = Run(60, table, new WriteOptions { MaxRetry = 3 });

        Assert.Equal(20_000, simulation.TallyOf(table)[OperationOutcome.Written]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_refused_operation_uses_no_capacity(int unitsOfEach)
    {
        const int Operations = 400;
        PacedTable table = new()
        {
            Capacity = 1e9,
            Operations = Operations,
            UnitsOf = _ => unitsOfEach,
            Refuses = position => position % 20 == 7,
        };

        PacingSimulation simulation = Run(1000, table, new WriteOptions { MaxWriteCapacity = 100 * unitsOfEach });

        Assert.Equal(20, simulation.TallyOf(table)[OperationOutcome.Invalid]);
        Assert.Equal(380, simulation.TallyOf(table)[OperationOutcome.Written]);
        Assert.True(table.Elapsed < TimeSpan.FromSeconds(4.2));
    }

    [Fact]
    public void Before_anything_is_written_large_items_that_are_refused_keep_no_capacity()
    {
        PacedTable table = new() { Capacity = 1e9, Operations = 50, UnitsOf = _ => 400, Refuses = _ => true };

        PacingSimulation simulation = Run(1000, table, new WriteOptions { MaxWriteCapacity = 100 });

        Assert.Equal(50, simulation.TallyOf(table)[OperationOutcome.Invalid]);
        // The first request is paid for in advance.
        Assert.True(table.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void After_a_pause_little_more_than_the_pace_goes_out_at_once()
    {
        Pacer pacer = new(maxWriteCapacity: 1000, writeCapacity: 1000, TimeSpan.Zero);
        for (int i = 0; i < 100; i++)
            pacer.OnAnswer(1000, 0, null, TimeSpan.FromSeconds(0.1 * i));
        TimeSpan now = TimeSpan.FromSeconds(60);

        int atOnce = 0;
        for (; pacer.ReadyAt(now) <= now; atOnce++)
            pacer.Book(1, now);

        // The pace of 40 ms: delays of timers are made up for to this extent.
        Assert.InRange(atOnce, 2, 42);
    }

    [Fact]
    public void A_while_in_which_nothing_is_accepted_does_not_bring_the_pace_to_nothing()
    {
        CapacityProbe probe = new(capacity: 1000);

        for (int i = 0; i < 200; i++)
            probe.OnAnswer(0, 25, TimeSpan.FromSeconds(0.01 * i));

        // 2,500 WCU a second were sent.
        Assert.InRange(probe.FoundRate, 200, 1000);
    }

    [Theory]
    [InlineData(1000.0, 128)]
    [InlineData(50.0, 50)]
    [InlineData(0.5, 1.28)]
    public void A_table_that_throttles_pages_keeps_the_pace_of_a_page_a_second_or_of_its_reported_capacity(double capacity, double expected)
    {
        CapacityProbe probe = new(capacity, isWhole: true);

        // 12.8 units a second are sent, a tenth of which counts as the capacity.
        for (int i = 0; i < 200; i++)
            probe.OnAnswer(0, 128, TimeSpan.FromSeconds(10 * i));

        Assert.Equal(expected, probe.FoundRate, 0.05);
    }

    [Fact]
    public void However_little_is_sent_a_unit_a_second_remains()
    {
        CapacityProbe probe = new(0.5, isWhole: true);

        for (int i = 0; i < 200; i++)
            probe.OnAnswer(0, 10, TimeSpan.FromSeconds(13 * i));

        Assert.Equal(1, probe.FoundRate);
    }

    private static PacingSimulation Run(
        double seconds, PacedTable table, WriteOptions? options = null, double timerTickMs = 1, double latencyMs = 5)
    {
        PacingSimulation simulation = new(options ?? new WriteOptions(), table)
        {
            TimerTick = TimeSpan.FromMilliseconds(timerTickMs),
            Latency = TimeSpan.FromMilliseconds(latencyMs),
        };
        simulation.Run(seconds);
        return simulation;
    }
}
