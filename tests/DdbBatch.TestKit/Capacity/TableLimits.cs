using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>What a table can take of one kind, reads or writes, and what it took: a bucket for each thing that can run out.</summary>
internal sealed class TableLimits
{
    private readonly Limit _table;
    private readonly Limit[] _indexes;
    private readonly Limit[] _partitions;
    private readonly List<TimeSlice> _slices = [];
    private readonly Random _chance = new(1);
    private readonly double _refusedShare;

    /// <param name="table">The table.</param>
    /// <param name="kind">The kind as in the names of reasons, Read or Write.</param>
    /// <param name="capacity">The table's units per second.</param>
    /// <param name="partitionCapacity">The units per second of a partition.</param>
    /// <param name="indexes">Indexes that have to take writes too.</param>
    public TableLimits(
        SimulatedTable table,
        string kind,
        CapacitySchedule capacity,
        double partitionCapacity,
        IEnumerable<KeyValuePair<string, CapacitySchedule>> indexes)
    {
        _refusedShare = table.UnprocessedShare;
        _table = new Limit(new TokenBucket(capacity, table.Burst), new($"Table{kind}ProvisionedThroughputExceeded", table.Arn));
        _indexes =
        [
            .. indexes.Select(index => new Limit(
                new TokenBucket(index.Value, table.Burst),
                new($"Index{kind}ProvisionedThroughputExceeded", $"{table.Arn}/index/{index.Key}"))),
        ];
        _partitions =
        [
            .. Enumerable.Range(0, table.Partitions).Select(_ => new Limit(
                new TokenBucket(partitionCapacity, table.Burst), new($"Table{kind}KeyRangeThroughputExceeded", table.Arn))),
        ];
    }

    /// <summary>What happened, tenth of a second by tenth.</summary>
    public IReadOnlyList<TimeSlice> Slices => _slices;

    /// <summary>Takes units if there are enough; returns the reason if there are not.</summary>
    /// <param name="hash">The hash of the partition key: it decides the partition.</param>
    /// <param name="units">The units.</param>
    /// <param name="indexUnits">The units of each index.</param>
    /// <param name="time">The time, which never runs backwards.</param>
    public ThrottlingReason? TryTake(uint hash, double units, double indexUnits, TimeSpan time)
    {
        TimeSlice slice = SliceAt(time);
        List<(Limit Limit, double Units)> limits = [(_table, units)];
        if (indexUnits > 0)
            limits.AddRange(_indexes.Select(index => (index, indexUnits)));
        if (_partitions.Length > 0)
            limits.Add((_partitions[(int)((ulong)hash * (ulong)_partitions.Length >> 32)], units));
        if (FirstExceeded(limits, time) is { } exceeded)
        {
            slice.Throttled++;
            return exceeded.Reason;
        }

        foreach ((Limit limit, double taken) in limits)
            limit.Bucket.Take(taken);
        slice.Accepted++;
        slice.AcceptedUnits += units;
        return null;
    }

    private Limit? FirstExceeded(List<(Limit Limit, double Units)> limits, TimeSpan time)
    {
        foreach ((Limit limit, double units) in limits)
        {
            limit.Bucket.AdvanceTo(time);
            if (!limit.Bucket.Fits(units))
                return limit;
        }

        return _chance.NextDouble() < _refusedShare ? _table : null;
    }

    private TimeSlice SliceAt(TimeSpan time)
    {
        int index = (int)(time / TimeSlice.Length);
        while (_slices.Count <= index)
            _slices.Add(new TimeSlice());
        return _slices[index];
    }

    private sealed record Limit(TokenBucket Bucket, ThrottlingReason Reason);
}
