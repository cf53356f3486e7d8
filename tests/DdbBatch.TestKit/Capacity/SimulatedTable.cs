using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A table of the capacity simulator: what it can take, and what it took.</summary>
/// <param name="name">The table's name.</param>
/// <param name="partitionKey">Name and type, as <c>Artist:S</c>.</param>
/// <param name="sortKey">Name and type; null where the table has none.</param>
public sealed class SimulatedTable(string name, string partitionKey, string? sortKey = null)
{
    private readonly Dictionary<string, int> _itemUnits = [];
    private readonly List<TimeSlice> _slices = [];
    private readonly Random _chance = new(1);
    private List<Limit>? _limits;

    /// <summary>The table's name.</summary>
    public string Name { get; } = name;

    /// <summary>WCU per second of the table; a number is a constant one.</summary>
    public required CapacitySchedule Capacity { get; init; }

    /// <summary>How much unused capacity the table keeps for later; none by default.</summary>
    public TimeSpan Burst { get; init; }

    /// <summary>How many partitions share the keys out; 0 for no limit but the table's.</summary>
    public int Partitions { get; init; }

    /// <summary>WCU per second of one partition.</summary>
    public double PartitionCapacity { get; init; } = 1000;

    /// <summary>Global indexes, each with a capacity of its own; every write costs them what it costs the table.</summary>
    public IReadOnlyDictionary<string, CapacitySchedule> Indexes { get; init; } =
        new Dictionary<string, CapacitySchedule>();

    /// <summary>
    /// Whether to remember what is there: a put then costs by the larger of the old and the new item, and a delete by
    /// what it deletes. Without, every write is one to a new key, and memory stays small however long a run is.
    /// </summary>
    public bool KeepsItems { get; init; } = true;

    /// <summary>How much of what would fit is left unprocessed nevertheless, by chance (always the same): 0 to 1.</summary>
    public double UnprocessedShare { get; init; }

    /// <summary>How many items are there, where they are kept.</summary>
    public int ItemCount => _itemUnits.Count;

    /// <summary>What happened, tenth of a second by tenth, from the first write on.</summary>
    public IReadOnlyList<TimeSlice> Slices => _slices;

    internal string PartitionKey { get; } = NameOf(partitionKey);

    internal string? SortKey { get; } = sortKey is null ? null : NameOf(sortKey);

    internal string Arn { get; } = $"arn:aws:dynamodb:us-east-1:123456789012:table/{name}";

    internal string?[] Keys { get; } = [partitionKey, sortKey];

    /// <summary>Takes a write that fits, and says what it cost; gives the reason why another doesn't fit.</summary>
    internal ThrottlingReason? TryWrite(SimulatedWrite write, TimeSpan time, out int units)
    {
        units = UnitsOf(write);
        TimeSlice slice = SliceAt(time);
        List<Limit> limits = LimitsOn(write);
        if (FirstExceeded(limits, units, time) is { } exceeded)
        {
            slice.Throttled++;
            return exceeded.Reason;
        }

        foreach (Limit limit in limits)
            limit.Bucket.Take(units);
        slice.Accepted++;
        slice.AcceptedUnits += units;
        Keep(write);
        return null;
    }

    private Limit? FirstExceeded(List<Limit> limits, int units, TimeSpan time)
    {
        foreach (Limit limit in limits)
        {
            limit.Bucket.AdvanceTo(time);
            if (!limit.Bucket.Fits(units))
                return limit;
        }

        return _chance.NextDouble() < UnprocessedShare ? limits[0] : null;
    }

    private int UnitsOf(SimulatedWrite write)
    {
        int former = KeepsItems ? _itemUnits.GetValueOrDefault(write.Key, 1) : 1;
        return write.IsDelete ? former : Math.Max(former, write.Units);
    }

    private void Keep(SimulatedWrite write)
    {
        if (!KeepsItems)
            return;
        if (write.IsDelete)
            _itemUnits.Remove(write.Key);
        else
            _itemUnits[write.Key] = write.Units;
    }

    private TimeSlice SliceAt(TimeSpan time)
    {
        int index = (int)(time / TimeSlice.Length);
        while (_slices.Count <= index)
            _slices.Add(new TimeSlice());
        return _slices[index];
    }

    private List<Limit> LimitsOn(SimulatedWrite write)
    {
        _limits ??= [.. TableLimits(), .. PartitionLimits()];
        int shared = 1 + Indexes.Count;
        return Partitions == 0
            ? _limits
            : [.. _limits[..shared], _limits[shared + (int)(write.PartitionHash % (uint)Partitions)]];
    }

    private IEnumerable<Limit> TableLimits() =>
        Indexes.Select(index => new Limit(
            new TokenBucket(index.Value, Burst),
            new ThrottlingReason("IndexWriteProvisionedThroughputExceeded", $"{Arn}/index/{index.Key}")))
        .Prepend(new Limit(
            new TokenBucket(Capacity, Burst),
            new ThrottlingReason("TableWriteProvisionedThroughputExceeded", Arn)));

    private IEnumerable<Limit> PartitionLimits() => Enumerable.Range(0, Partitions).Select(_ => new Limit(
        new TokenBucket(PartitionCapacity, Burst),
        new ThrottlingReason("TableWriteKeyRangeThroughputExceeded", Arn)));

    private static string NameOf(string key) => key[..key.LastIndexOf(':')];

    private sealed record Limit(TokenBucket Bucket, ThrottlingReason Reason);
}
