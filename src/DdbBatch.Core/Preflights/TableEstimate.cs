using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Pacing;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Preflights;

/// <summary>
/// Adds up the cost of the operations on one table, and packs them into requests as the engine does. It keeps no operations,
/// and only a hash of each key.
/// </summary>
internal sealed class TableEstimate
{
    private readonly Lane _lane;
    private readonly double _requestUnits;
    private readonly IReadOnlyList<IndexThroughput> _indexes;
    private readonly AttributeFinder _indexKeys;
    private readonly SeenKeys _seen = new();
    private readonly RequestRoom?[] _rooms = new RequestRoom?[RequestForm.All.Count];
    private readonly long[] _kinds = new long[Enum.GetValues(typeof(OperationKind)).Length];

    /// <param name="lane">The table's lane, which stays empty.</param>
    /// <param name="throughput">The capacity of the table and its indexes; null if unknown.</param>
    /// <param name="maxWriteCapacity">-MaxWriteCapacity.</param>
    public TableEstimate(Lane lane, Throughput? throughput, double? maxWriteCapacity)
    {
        _lane = lane;
        _requestUnits = maxWriteCapacity is { } limit ? Pacer.RequestUnits(limit) : double.PositiveInfinity;
        _indexes = throughput?.Indexes ?? [];
        _indexKeys = new AttributeFinder(_indexes.SelectMany(index => index.KeyNames));
        foreach (IndexThroughput index in _indexes)
            IndexUnits.Add(index.Name, 0);
    }

    /// <summary>The operations of one kind.</summary>
    public long Count(OperationKind kind) => _kinds[(int)kind];

    public long DuplicateKeys { get; private set; }

    public long SizeBytes { get; private set; }

    public int LargestItemBytes { get; private set; }

    public long LargestItemPosition { get; private set; }

    public long Requests { get; private set; }

    public double TableUnits { get; private set; }

    /// <summary>WCU by index, with an entry for each index from the start.</summary>
    public Dictionary<string, double> IndexUnits { get; } = [];

    /// <summary>True if an earlier operation has this key.</summary>
    public bool IsKnown(ItemKey key) => _seen.Contains(key);

    /// <summary>Adds an operation.</summary>
    public void Add(WriteOperation operation)
    {
        if (!_seen.Add(operation.Key))
            DuplicateKeys++;
        _kinds[(int)operation.Kind]++;
        SizeBytes += operation.Item.SizeBytes;
        if (operation.Item.SizeBytes > LargestItemBytes)
            (LargestItemBytes, LargestItemPosition) = (operation.Item.SizeBytes, operation.Position);
        TableUnits += operation.CapacityUnits;
        Pack(operation, operation.CapacityUnits + AddToIndexes(operation));
    }

    /// <summary>Returns the estimate for the user.</summary>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    /// <param name="invalid">Inputs that were refused.</param>
    /// <param name="throughput">The capacity of the table and its indexes; null if unknown.</param>
    /// <param name="maxWriteCapacity">-MaxWriteCapacity.</param>
    public Preflight ToPreflight(string table, long invalid, Throughput? throughput, double? maxWriteCapacity) => new(table)
    {
        Puts = Count(OperationKind.Put),
        Deletes = Count(OperationKind.Delete),
        Updates = Count(OperationKind.Update),
        Inserts = Count(OperationKind.Insert),
        Invalid = invalid,
        DuplicateKeys = DuplicateKeys,
        SizeBytes = SizeBytes,
        LargestItemBytes = LargestItemBytes,
        LargestItemPosition = LargestItemPosition,
        Requests = Requests,
        TableCapacityUnits = TableUnits,
        IndexCapacityUnits = throughput is null ? null : IndexUnits,
        WriteCapacity = throughput?.WriteCapacity,
        EstimatedTime = EstimatedDuration.Of(this, throughput, maxWriteCapacity),
    };

    // The index entries that a delete removes are unknown.
    private double AddToIndexes(WriteOperation operation)
    {
        if (_indexes.Count == 0 || operation.Kind == OperationKind.Delete)
            return 0;
        _indexKeys.Read(operation.Item.Json);
        double units = 0;
        foreach (IndexThroughput index in _indexes.Where(index => index.KeyNames.All(_indexKeys.Has)))
        {
            IndexUnits[index.Name] += operation.CapacityUnits;
            units += operation.CapacityUnits;
        }

        return units;
    }

    private void Pack(WriteOperation operation, double units)
    {
        RequestForm form = operation.Form;
        int wireBytes = form.WireBytes(operation);
        RequestRoom room = _rooms[form.Index] ?? default;
        if (_rooms[form.Index] is null || !room.TryTake(wireBytes, units))
        {
            Requests++;
            room = new RequestRoom(_lane, form, _requestUnits);
            room.TryTake(wireBytes, units);
        }

        _rooms[form.Index] = room;
    }
}
