using System;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Pacing;

/// <summary>
/// The effect of a slow connection on a load: no more is sent than it can carry, and nothing is sent twice.
/// </summary>
public sealed class UplinkTests
{
    private const double Mbit = 1e6 / 8;
    private const int LargeItem = 380 * 1024;

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(0.25)]
    public void Over_a_slow_line_many_requests_at_a_time_are_about_as_fast_as_one(double mbit)
    {
        UplinkSimulation one = Run(200, LargeItem, _ => mbit * Mbit, new WriteOptions { ThrottleLimit = 1 });

        UplinkSimulation many = Run(200, LargeItem, _ => mbit * Mbit);

        Assert.True(many.Elapsed < 1.25 * one.Elapsed, $"{many.Elapsed} for {one.Elapsed}");
        Assert.True(many.Uplink.SentBytes < 1.25 * 200 * LargeItem, $"{many.Uplink.SentBytes} bytes were sent");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(128)]
    public void A_line_that_becomes_slow_is_not_filled_for_long(int throttleLimit)
    {
        UplinkSimulation run = Run(
            600, LargeItem, seconds => seconds < 1 ? 1000 * Mbit : 4 * Mbit, new WriteOptions { ThrottleLimit = throttleLimit });

        Assert.True(run.Uplink.SentBytes < 1.5 * 600 * LargeItem, $"{run.Uplink.SentBytes} bytes were sent");
    }

    [Fact]
    public void A_fast_line_is_used_to_the_full()
    {
        UplinkSimulation run = Run(2000, LargeItem, _ => 1000 * Mbit);

        Assert.True(run.Elapsed.TotalSeconds < 1.15 * 2000 * LargeItem / (1000 * Mbit), $"{run.Elapsed}");
    }

    [Fact]
    public void Small_items_have_all_requests_in_flight_at_once()
    {
        UplinkSimulation run = Run(25 * 500, 400, _ => 1000 * Mbit, new WriteOptions { ThrottleLimit = 64 });

        Assert.Equal(64, run.MostInFlight);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Requests_stay_full_while_a_part_of_each_comes_back(double unprocessedShare)
    {
        UplinkSimulation run = Run(25 * 8000, 150, _ => 1000 * Mbit, unprocessedShare: unprocessedShare, latencyMs: 2);

        double operations = (double)run.Tally.SentOperations / run.Tally.Requests;
        Assert.True(operations >= 24, $"{operations:0.0} operations a request, {run.Elapsed}");
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    public void Lost_requests_end_no_load(double lossRate)
    {
        UplinkSimulation run = Run(500, LargeItem, _ => 20 * Mbit, lossRate: lossRate);

        Assert.True(run.Uplink.SentBytes < 1.1 * 500 * LargeItem, $"{run.Uplink.SentBytes} bytes were sent");
    }

    [Fact]
    public void After_a_time_out_the_line_is_filled_again_in_time()
    {
        // Nothing gets through for two minutes.
        UplinkSimulation run = Run(3000, LargeItem, seconds => seconds is > 5 and < 125 ? 1 : 100 * Mbit);

        Assert.True(run.Elapsed.TotalSeconds < 125 + 60 + 1.3 * 3000 * LargeItem / (100 * Mbit), $"{run.Elapsed}");
    }

    private static UplinkSimulation Run(
        int items,
        int itemBytes,
        Func<double, double> bandwidth,
        WriteOptions? options = null,
        double lossRate = 0,
        double unprocessedShare = 0,
        double latencyMs = 20)
    {
        UplinkSimulation simulation = new(options ?? new WriteOptions())
        {
            Uplink = new SharedUplink { Bandwidth = bandwidth },
            LossRate = lossRate,
            UnprocessedShare = unprocessedShare,
            Latency = TimeSpan.FromMilliseconds(latencyMs),
        };
        simulation.Run(items, itemBytes);
        Assert.Equal(items, simulation.Tally[OperationOutcome.Written]);
        return simulation;
    }
}
