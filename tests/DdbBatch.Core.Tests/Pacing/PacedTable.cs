using System;
using System.Collections.Generic;
using DdbBatch.TestKit.Capacity;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Pacing;

/// <summary>A table of the pacing simulation: its capacity, what is to be written to it, and what became of that.</summary>
internal sealed class PacedTable : PacedCapacity
{
    private readonly Dictionary<long, TokenBucket> _partitions = [];

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

    /// <summary>Takes a request's operations that fit; gives the places of the others.</summary>
    public List<int> Write(BatchRequest request, TimeSpan now, out double usedUnits)
    {
        List<int> unprocessed = [];
        usedUnits = 0;
        TokenBucket bucket = BucketAt(now);
        for (int i = 0; i < request.Operations.Count; i++)
        {
            WriteOperation operation = request.Operations[i];
            double units = operation.CapacityUnits * CostFactor;
            TokenBucket? partition = PartitionAt(operation.Position, now);
            if (!bucket.Fits(units) || partition?.Fits(units) == false || ThrottlesAnyhow(now.TotalSeconds))
            {
                unprocessed.Add(i);
                continue;
            }

            bucket.Take(units);
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
}
