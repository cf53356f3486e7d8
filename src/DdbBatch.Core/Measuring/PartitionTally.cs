using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Measuring;

/// <summary>
/// Counts the items of each partition key, in bounded memory. A scan returns the items of a partition key one after the
/// other, so a whole run of them is counted at once.
/// </summary>
/// <param name="key">The partition key of the table or index.</param>
internal sealed class PartitionTally(KeyAttribute key)
{
    private const int KeptKeys = 1000;

    private readonly SpaceSaving _keys = new(KeptKeys);
    private readonly Dictionary<int, Run> _runs = [];

    /// <summary>Counts an item.</summary>
    /// <param name="segment">The segment that it was read from.</param>
    /// <param name="value">The value of its partition key, UTF-8 DynamoDB JSON; empty if it has none.</param>
    public void Add(int segment, ReadOnlySpan<byte> value)
    {
        if (!_runs.TryGetValue(segment, out Run? run))
            _runs[segment] = run = new Run();
        if (!value.SequenceEqual(run.Value))
        {
            End(run);
            run.Value = value.ToArray();
        }

        run.Count++;
    }

    /// <summary>Ends a segment: its partition keys are in no other one.</summary>
    public void EndSegment(int segment)
    {
        if (_runs.TryGetValue(segment, out Run? run))
            End(run);
        _runs.Remove(segment);
    }

    /// <summary>The partition keys with the most items.</summary>
    /// <param name="count">The most of them.</param>
    /// <param name="items">The number of all items.</param>
    public MeasuredPartition[] Largest(int count, long items)
    {
        foreach (Run run in _runs.Values)
            End(run);
        return [.. _keys.Top(count).Select(top => Measured(top.Key, top.Counted, top.AtMost, items))];
    }

    private MeasuredPartition Measured(string value, long counted, long atMost, long items)
    {
        string json = KeyJson.Of([(key.Name, value)]);
        return new MeasuredPartition
        {
            Key = KeyJson.Text(json, [key]),
            KeyJson = json,
            Items = counted,
            ItemsAtMost = atMost,
            Share = items == 0 ? 0 : (double)counted / items,
        };
    }

    private void End(Run run)
    {
        if (run is { Count: > 0, Value.Length: > 0 })
            _keys.Add(Encoding.UTF8.GetString(run.Value), run.Count);
        run.Count = 0;
    }

    private sealed class Run
    {
        public byte[] Value { get; set; } = [];

        public long Count { get; set; }
    }
}
