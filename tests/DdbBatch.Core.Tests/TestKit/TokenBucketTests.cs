using System;
using System.Linq;
using CsCheck;
using DdbBatch.TestKit.Capacity;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class TokenBucketTests
{
    [Fact]
    public void A_schedule_adds_up_over_its_steps()
    {
        CapacitySchedule schedule = new(
            (TimeSpan.Zero, 500), (TimeSpan.FromSeconds(10), 2000), (TimeSpan.FromSeconds(20), 500));

        Assert.Equal(500 + 20_000 + 1000, schedule.Between(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(22)));
        Assert.Equal([500, 2000, 500], new[] { 9.9, 10, 20 }.Select(time => schedule.At(TimeSpan.FromSeconds(time))));
    }

    [Fact]
    public void Unused_capacity_is_lost_beyond_the_depth()
    {
        TokenBucket bucket = new(1000);

        bucket.AdvanceTo(TimeSpan.FromMinutes(1));

        Assert.True(bucket.Fits(100));
        bucket.Take(100);
        Assert.False(bucket.Fits(1));
    }

    [Fact]
    public void Burst_keeps_unused_capacity()
    {
        TokenBucket bucket = new(1000, burst: TimeSpan.FromMinutes(5));

        bucket.Take(300_000);

        Assert.False(bucket.Fits(1));
        bucket.AdvanceTo(TimeSpan.FromMinutes(10));
        Assert.Equal(300_000, bucket.Depth);
        Assert.True(bucket.Fits(300_000));
    }

    [Fact]
    public void No_stretch_of_time_lets_more_pass_than_its_capacity_and_the_depth()
    {
        Gen<(int MicrosecondsLater, int Units)[]> writes =
            Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 400], (later, units) => (later, units)).Array[1, 300];
        Gen.Select(Gen.Double[1, 20_000], writes).Sample((capacity, all) =>
        {
            TokenBucket bucket = new(capacity);
            TimeSpan now = TimeSpan.Zero;
            double passed = 0, dearest = 0;
            foreach ((int later, int units) in all)
            {
                now += TimeSpan.FromMicroseconds(later);
                bucket.AdvanceTo(now);
                if (!bucket.Fits(units))
                    continue;
                bucket.Take(units);
                passed += units;
                dearest = Math.Max(dearest, units);
            }

            return passed <= (capacity * now.TotalSeconds) + Math.Max(bucket.Depth, dearest) + 1e-6;
        });
    }
}
