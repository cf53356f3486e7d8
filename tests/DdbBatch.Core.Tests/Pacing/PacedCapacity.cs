using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Tests.Pacing;

/// <summary>The capacity of a table in a pacing simulation, of writes or of reads, and what was used of it.</summary>
internal abstract class PacedCapacity
{
    private const int SlicesPerSecond = 10;

    private readonly List<Slice> _slices = [];
    private TokenBucket? _bucket;

    /// <summary>WCU or RCU per second.</summary>
    public required CapacitySchedule Capacity { get; init; }

    /// <summary>The capacity that DescribeTable reports; null if it is not called.</summary>
    public double? ReportedCapacity { get; init; }

    /// <summary>How much unused capacity it keeps.</summary>
    public TimeSpan Burst { get; init; }

    /// <summary>The time that the simulation took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Units that were used.</summary>
    public double UsedUnits => _slices.Sum(slice => slice.Used);

    /// <summary>The part of the capacity that was used, 0 to 1 and a bit: a bucket is full at the start.</summary>
    public double UsedShare => UsedUnits / Capacity.Between(TimeSpan.Zero, Elapsed);

    /// <summary>The part of the operations or pages sent that was throttled, 0 to 1.</summary>
    public double ThrottledShare => ThrottledShareBetween(0, Elapsed.TotalSeconds);

    /// <summary>Units per second that were used between two times in seconds.</summary>
    public double UsedBetween(double from, double to) => Between(from, to).Sum(slice => slice.Used) / (to - from);

    public double ThrottledShareBetween(double from, double to)
    {
        List<Slice> slices = [.. Between(from, to)];
        return slices.Sum(slice => slice.Throttled) / (double)Math.Max(1, slices.Sum(slice => slice.Sent));
    }

    /// <summary>The table's bucket, filled up to a time.</summary>
    protected TokenBucket BucketAt(TimeSpan now)
    {
        _bucket ??= new TokenBucket(Capacity, Burst);
        _bucket.AdvanceTo(now);
        return _bucket;
    }

    protected void Count(TimeSpan now, int sent, int throttled, double used)
    {
        int index = (int)(now.TotalSeconds * SlicesPerSecond);
        while (_slices.Count <= index)
            _slices.Add(new Slice());
        _slices[index].Sent += sent;
        _slices[index].Throttled += throttled;
        _slices[index].Used += used;
    }

    private IEnumerable<Slice> Between(double from, double to)
    {
        int start = (int)Math.Round(from * SlicesPerSecond);
        return _slices.Skip(start).Take((int)Math.Round(to * SlicesPerSecond) - start);
    }

    private sealed class Slice
    {
        public int Sent { get; set; }

        public int Throttled { get; set; }

        public double Used { get; set; }
    }
}
