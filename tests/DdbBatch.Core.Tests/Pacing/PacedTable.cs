using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.TestKit.Capacity;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Pacing;

/// <summary>A table of the pacing simulation: its capacity, what is to be written to it, and what became of that.</summary>
internal sealed class PacedTable
{
    private const int SlicesPerSecond = 10;

    private readonly List<Slice> _slices = [];
    private readonly Dictionary<long, TokenBucket> _partitions = [];
    private TokenBucket? _bucket;

    /// <summary>WCU per second.</summary>
    public required CapacitySchedule Capacity { get; init; }

    /// <summary>The capacity that DescribeTable reports; null if it is not called.</summary>
    public double? ReportedCapacity { get; init; }

    /// <summary>How much unused capacity it keeps.</summary>
    public TimeSpan Burst { get; init; }

    /// <summary>WCU that a write costs for each WCU of its item: 2 with an index.</summary>
    public double CostFactor { get; init; } = 1;

    /// <summary>The partition (1,000 WCU/s) that an operation goes to, by its position in the input; null for no such limit.</summary>
    public Func<long, long>? PartitionOf { get; init; }

    /// <summary>Whether an operation is throttled whatever the capacity, at a time in seconds.</summary>
    public Func<double, bool> ThrottlesAnyhow { get; init; } = _ => false;

    /// <summary>Whether an operation is refused, by its position in the input.</summary>
    public Func<long, bool> Refuses { get; init; } = _ => false;

    /// <summary>The WCU of an item, by its position in the input.</summary>
    public Func<long, int> UnitsOf { get; init; } = _ => 1;

    /// <summary>How many operations the input has.</summary>
    public long Operations { get; init; } = long.MaxValue;

    /// <summary>How many different keys they have.</summary>
    public long Keys { get; init; } = long.MaxValue;

    /// <summary>The time that the simulation took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>WCU that were used.</summary>
    public double UsedUnits => _slices.Sum(slice => slice.Used);

    /// <summary>The part of the capacity that was used, 0 to 1 and a bit: a bucket is full at the start.</summary>
    public double UsedShare => UsedUnits / Capacity.Between(TimeSpan.Zero, Elapsed);

    /// <summary>The part of the operations sent that was throttled, 0 to 1.</summary>
    public double ThrottledShare => ThrottledShareBetween(0, Elapsed.TotalSeconds);

    /// <summary>WCU per second that were used between two times in seconds.</summary>
    public double UsedBetween(double from, double to) => Between(from, to).Sum(slice => slice.Used) / (to - from);

    public double ThrottledShareBetween(double from, double to)
    {
        List<Slice> slices = [.. Between(from, to)];
        return slices.Sum(slice => slice.Throttled) / (double)Math.Max(1, slices.Sum(slice => slice.Sent));
    }

    /// <summary>Takes a request's operations that fit; gives the places of the others.</summary>
    public List<int> Write(BatchRequest request, TimeSpan now, out double usedUnits)
    {
        List<int> unprocessed = [];
        usedUnits = 0;
        _bucket ??= new TokenBucket(Capacity, Burst);
        _bucket.AdvanceTo(now);
        for (int i = 0; i < request.Operations.Count; i++)
        {
            WriteOperation operation = request.Operations[i];
            double units = operation.CapacityUnits * CostFactor;
            TokenBucket? partition = PartitionAt(operation.Position, now);
            if (!_bucket.Fits(units) || partition?.Fits(units) == false || ThrottlesAnyhow(now.TotalSeconds))
            {
                unprocessed.Add(i);
                continue;
            }

            _bucket.Take(units);
            partition?.Take(units);
            usedUnits += units;
        }

        Count(now, request.Operations.Count, unprocessed.Count, usedUnits);
        return unprocessed;
    }

    private TokenBucket? PartitionAt(long position, TimeSpan now)
    {
        if (PartitionOf is null)
            return null;
        long partition = PartitionOf(position);
        if (!_partitions.TryGetValue(partition, out TokenBucket? bucket))
            _partitions.Add(partition, bucket = new TokenBucket(1000, Burst));
        bucket.AdvanceTo(now);
        return bucket;
    }

    private void Count(TimeSpan now, int sent, int throttled, double used)
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
