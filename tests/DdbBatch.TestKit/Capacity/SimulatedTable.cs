using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A table of the capacity simulator: what is in it, what it can take, and what it took.</summary>
/// <param name="name">The table's name.</param>
/// <param name="partitionKey">Name and type, as <c>Artist:S</c>.</param>
/// <param name="sortKey">Name and type; null if the table has none.</param>
public sealed class SimulatedTable(string name, string partitionKey, string? sortKey = null)
{
    // More than any client uses.
    private const double Unlimited = 1e9;

    private readonly Lock _gate = new();
    private ITableItems? _items;
    private TableLimits? _reads;
    private TableLimits? _writes;
    private Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>The table's name.</summary>
    public string Name { get; } = name;

    /// <summary>WCU per second of the table; a number is a constant one.</summary>
    public required CapacitySchedule Capacity { get; init; }

    /// <summary>RCU per second of the table; unlimited by default.</summary>
    public CapacitySchedule ReadCapacity { get; init; } = Unlimited;

    /// <summary>How much unused capacity the table keeps for later; none by default.</summary>
    public TimeSpan Burst { get; init; }

    /// <summary>How many partitions share the keys, each a range of hashes; 0 for no limit but the table's.</summary>
    public int Partitions { get; init; }

    /// <summary>WCU per second of one partition.</summary>
    public double PartitionCapacity { get; init; } = 1000;

    /// <summary>RCU per second of one partition.</summary>
    public double PartitionReadCapacity { get; init; } = 3000;

    /// <summary>
    /// Global indexes, each with a capacity of its own. They have every item whole, in a place that no write changes, so that a
    /// write costs them what it costs the table, or nothing if it changes nothing.
    /// </summary>
    public IReadOnlyDictionary<string, CapacitySchedule> Indexes { get; init; } =
        new Dictionary<string, CapacitySchedule>();

    /// <summary>
    /// Whether to keep what is written. Without, every write is one to a new key, nothing can be read, and memory stays small
    /// however long a run is.
    /// </summary>
    public bool KeepsItems { get; init; } = true;

    /// <summary>What is in a table that can only be read, of any size.</summary>
    public GeneratedItems? Generated { get; init; }

    /// <summary>How much of what would fit is throttled nevertheless, by chance (always the same): 0 to 1.</summary>
    public double UnprocessedShare { get; init; }

    /// <summary>The most bytes that a page of a scan or query reads: 1 MB, or less for pages of few items.</summary>
    public int PageBytes { get; init; } = 1024 * 1024;

    /// <summary>How many items are there, if they are kept.</summary>
    public int ItemCount => (int)Items.Count;

    /// <summary>The writes, tenth of a second by tenth, from the first write on.</summary>
    public IReadOnlyList<TimeSlice> Slices => Writes.Slices;

    /// <summary>The reads, as <see cref="Slices"/>: keys of a BatchGetItem, pages of a scan or query.</summary>
    public IReadOnlyList<TimeSlice> ReadSlices => Reads.Slices;

    internal KeySchema Schema { get; } = new(partitionKey, sortKey);

    internal string Arn { get; } = $"arn:aws:dynamodb:us-east-1:123456789012:table/{name}";

    internal string?[] Keys { get; } = [partitionKey, sortKey];

    internal ITableItems Items => _items ??= Generated ?? (KeepsItems ? new KeptItems() : (ITableItems)new NoItems());

    private TableLimits Reads => _reads ??= new TableLimits(this, "Read", ReadCapacity, PartitionReadCapacity, []);

    private TableLimits Writes => _writes ??= new TableLimits(this, "Write", Capacity, PartitionCapacity, Indexes);

    /// <summary>Has the table share a clock with others, which starts with the first read or write.</summary>
    internal void Use(Stopwatch clock) => _clock = clock;

    /// <summary>Changes the item of a key if the capacity suffices.</summary>
    /// <param name="key">The key.</param>
    /// <param name="change">
    /// From the item that is there, if any, to the item that shall be there, if any. If it returns the same item, that costs
    /// what a write of it costs: a failed condition does, too.
    /// </param>
    /// <param name="attempted">The item that a condition may keep from being written: it costs as much as if it were.</param>
    internal WriteResult Write(ItemKey key, Func<StoredItem?, StoredItem?> change, StoredItem? attempted = null)
    {
        lock (_gate)
        {
            StoredItem? before = Items.Find(key);
            StoredItem? after = change(before);
            int changeUnits = Math.Max(before?.WriteUnits ?? 0, after?.WriteUnits ?? 0);
            int units = Math.Max(1, Math.Max(changeUnits, attempted?.WriteUnits ?? 0));
            int indexUnits = Indexes.Count == 0 || StoredItem.AreSame(before, after) ? 0 : changeUnits;
            if (Writes.TryTake(key.Hash, units, indexUnits, Now) is { } reason)
                return new WriteResult(reason, 0, 0, before, before);
            if (after is null)
                Items.Remove(key);
            else if (after != before)
                Items.Put(after);
            return new WriteResult(null, units, indexUnits, before, after);
        }
    }

    /// <summary>Takes capacity for a read of so many RCU; returns the reason if it does not suffice.</summary>
    internal ThrottlingReason? TryRead(uint hash, double units)
    {
        lock (_gate)
            return Reads.TryTake(hash, units, 0, Now);
    }

    /// <summary>Reads items while none is written.</summary>
    internal T Read<T>(Func<ITableItems, T> read)
    {
        // Generated items never change, and making them takes time.
        if (Generated is not null)
            return read(Items);
        lock (_gate)
            return read(Items);
    }

    private TimeSpan Now
    {
        get
        {
            _clock.Start();
            return _clock.Elapsed;
        }
    }
}

/// <summary>How a write went.</summary>
/// <param name="Throttled">The reason if the capacity did not suffice, and nothing was written.</param>
/// <param name="Units">The WCU consumed, indexes apart.</param>
/// <param name="IndexUnits">The WCU that each index consumed.</param>
/// <param name="Before">The item that was there.</param>
/// <param name="After">The item that is there now.</param>
internal sealed record WriteResult(ThrottlingReason? Throttled, int Units, int IndexUnits, StoredItem? Before, StoredItem? After);
