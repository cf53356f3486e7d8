using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Reading;

namespace DdbBatch.Measuring;

/// <summary>Measures the items of a table page by page. Its memory does not depend on the size of the table.</summary>
/// <param name="tableKeys">The key attributes of the table.</param>
/// <param name="partitionKey">The partition key of the table or index that is read.</param>
internal sealed class TableMeter(IReadOnlyList<KeyAttribute> tableKeys, KeyAttribute partitionKey)
{
    private const int LargestCount = 10;

    private readonly AttributeTally _attributes = new();
    private readonly PartitionTally _partitions = new(partitionKey);
    private readonly List<MeasuredItem> _largest = [];
    private readonly Dictionary<int, (double Items, double Bytes)> _segments = [];

    /// <summary>The items that were measured, by size.</summary>
    public SizeTally Sizes { get; } = new();

    /// <summary>Measures a page.</summary>
    public void Add(SegmentPage page)
    {
        int segment = page.Segment.Index;
        (double items, double bytes) = _segments.TryGetValue(segment, out (double, double) known) ? known : default;
        foreach (ReadOnlyMemory<byte> item in page.Page.Items)
        {
            items++;
            bytes += Add(segment, item.Span);
        }

        _segments[segment] = (items, bytes);
        if (page.Page.LastEvaluatedKey is null)
            _partitions.EndSegment(segment);
    }

    /// <summary>Estimates the number of items of the whole table, if all segments in the sample were read.</summary>
    public TotalEstimate EstimateItems(int count) => TotalEstimate.Of([.. _segments.Values.Select(segment => segment.Items)], count);

    /// <summary>Estimates the size of the whole table, if all segments in the sample were read.</summary>
    public TotalEstimate EstimateBytes(int count) => TotalEstimate.Of([.. _segments.Values.Select(segment => segment.Bytes)], count);

    // Arrays, because PowerShell indexes them, and does not index every other list.

    /// <summary>The attributes, the most frequent first.</summary>
    public MeasuredAttribute[] Attributes() => _attributes.Attributes(Sizes.Items);

    /// <summary>Attributes of items whose name is not among those that are counted.</summary>
    public long OtherAttributes => _attributes.Others;

    /// <summary>The largest items, the largest first.</summary>
    public MeasuredItem[] LargestItems() => [.. _largest];

    /// <summary>The partition keys with the most items.</summary>
    public MeasuredPartition[] LargestPartitions() => _partitions.Largest(LargestCount, Sizes.Items);

    private int Add(int segment, ReadOnlySpan<byte> item)
    {
        int sizeBytes = ItemSize.Of(item);
        Sizes.Add(sizeBytes);
        _partitions.Add(segment, ReadAttributes(item));
        if (_largest.Count < LargestCount || sizeBytes > _largest[_largest.Count - 1].SizeBytes)
            AddLargest(item, sizeBytes);
        return sizeBytes;
    }

    /// <returns>The value of the partition key; empty if the item has none.</returns>
    private ReadOnlySpan<byte> ReadAttributes(ReadOnlySpan<byte> item)
    {
        ReadOnlySpan<byte> partition = default;
        Utf8JsonReader reader = new(item, JsonLimits.Reader);
        reader.Read();
        for (int i = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; i++)
        {
            bool isPartitionKey = reader.ValueTextEquals(partitionKey.Name);
            int start = _attributes.Add(i, ref reader);
            if (isPartitionKey)
                partition = item.Slice(start, (int)reader.BytesConsumed - start);
        }

        return partition;
    }

    private void AddLargest(ReadOnlySpan<byte> item, int sizeBytes)
    {
        using JsonDocument document = JsonDocument.Parse(item.ToArray(), JsonLimits.Document);
        string json = KeyJson.Of(
            from key in tableKeys
            where document.RootElement.TryGetProperty(key.Name, out _)
            select (key.Name, document.RootElement.GetProperty(key.Name).GetRawText()));
        int place = _largest.FindIndex(other => other.SizeBytes < sizeBytes);
        _largest.Insert(
            place < 0 ? _largest.Count : place,
            new MeasuredItem { SizeBytes = sizeBytes, KeyJson = json, Key = KeyJson.Text(json, tableKeys) });
        if (_largest.Count > LargestCount)
            _largest.RemoveAt(LargestCount);
    }
}
