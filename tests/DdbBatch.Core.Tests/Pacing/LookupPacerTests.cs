using System;
using DdbBatch.Reading;
using DdbBatch.TestKit.Capacity;
using Xunit;

namespace DdbBatch.Tests.Pacing;

public sealed class LookupPacerTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void The_capacity_is_used_to_the_full_and_little_is_throttled(double capacity)
    {
        foreach (Func<int, int> itemBytes in new Func<int, int>[] { _ => 150, key => key % 10 == 0 ? 100_000 : 500, _ => 20_000 })
        {
            PacedLookups lookups = Lookups(capacity, itemBytes);

            lookups.Run(30);

            Assert.InRange(lookups.UsedShare, 0.97, 1.03);
            Assert.InRange(lookups.ThrottledShareBetween(1, 30), 0, 0.04);
        }
    }

    [Fact]
    public void A_slow_table_never_gets_many_keys_at_once()
    {
        foreach (int itemBytes in new[] { 150, 8000, 400_000 })
            Assert.InRange(Lookups(5, _ => itemBytes).Run(60).MostKeys, 1, 5);
    }

    [Fact]
    public void The_requests_of_a_fast_table_are_full() => Assert.Equal(KeysRequest.MaxKeys, Lookups(10_000, _ => 150).Run(5).MostKeys);

    [Fact]
    public void Requests_are_full_until_a_limit_is_known() =>
        Assert.Equal(KeysRequest.MaxKeys, new LookupPacer(new LookupOptions(), readCapacity: null, TimeSpan.Zero).MaxKeys);

    [Theory]
    [InlineData(1, 200)]
    [InlineData(16, 5)]
    public void A_ceiling_is_kept_to_and_made_use_of_however_the_cost_of_keys_varies(int parallel, double latencyMs)
    {
        PacedLookups lookups = new()
        {
            Capacity = 3000,
            Latency = TimeSpan.FromMilliseconds(latencyMs),
            ItemBytes = key => key / 1000 % 2 == 0 ? 150 : 16_000,
            Options = new LookupOptions { MaxReadCapacity = 100, ThrottleLimit = parallel },
        };

        lookups.Run(60);

        Assert.InRange(lookups.UsedUnits, 0.97 * 100 * 60, 1.01 * 100 * 60);
        Assert.Equal(0, lookups.ThrottledShare);
    }

    [Fact]
    public void The_pace_follows_a_step_of_the_capacity()
    {
        PacedLookups lookups = Lookups(new((TimeSpan.Zero, 500), (TimeSpan.FromSeconds(20), 2000), (TimeSpan.FromSeconds(40), 500)), _ => 150);

        lookups.Run(60);

        Assert.True(lookups.UsedBetween(23, 40) >= 0.95 * 2000);
        Assert.True(lookups.UsedBetween(43, 60) >= 0.97 * 500);
    }

    private static PacedLookups Lookups(CapacitySchedule capacity, Func<int, int> itemBytes) => new()
    {
        Capacity = capacity,
        ReportedCapacity = capacity.At(TimeSpan.Zero),
        ItemBytes = itemBytes,
    };
}
