using System;
using System.Linq;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Measuring;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using Xunit;

namespace DdbBatch.Tests.Measuring;

public sealed class TableMeterTests
{
    private static readonly KeyAttribute[] Keys = [new("Artist", ScalarAttributeType.S), new("Year", ScalarAttributeType.N)];

    private readonly TableMeter _meter = new(Keys, Keys[0]);

    [Fact]
    public void Sizes_are_DynamoDBs_and_percentiles_are_sizes_of_items()
    {
        Add(0, isLast: true, [.. Enumerable.Range(1, 100).Select(i => Item("a", i, $"\"P\":{{\"S\":\"{new string('x', i)}\"}}"))]);

        // Artist + a, Year + a number of up to two digits, P + its text.
        ItemSizeDistribution sizes = _meter.Sizes.Distribution();
        Assert.Equal(6 + 1 + 4 + 2 + 1, sizes.Minimum - 1);
        Assert.Equal((64, 104, 113, 114), (sizes.Median, sizes.Percentile90, sizes.Percentile99, sizes.Maximum));
        Assert.Equal(_meter.Sizes.Bytes / 100.0, sizes.Mean);
        Assert.Equal(10, _meter.LargestItems().Length);
        Assert.Equal("Artist=a, Year=100", _meter.LargestItems()[0].Key);
        Assert.Equal("""{"Artist":{"S":"a"},"Year":{"N":"100"}}""", _meter.LargestItems()[0].KeyJson);
        Assert.Equal(_meter.LargestItems().Select(item => item.SizeBytes).OrderDescending(), _meter.LargestItems().Select(item => item.SizeBytes));
    }

    [Fact]
    public void Attributes_have_their_share_and_types_and_only_a_single_type_is_certain()
    {
        Add(0, isLast: true,
            Item("a", 1, "\"One\":{\"BOOL\":true},\"Mixed\":{\"S\":\"x\"}"),
            Item("a", 2, "\"Mixed\":{\"NULL\":true},\"One\":{\"BOOL\":false}"),
            Item("a", 3, "\"Mixed\":{\"S\":\"y\"},\"Deep\":{\"M\":{\"S\":{\"L\":[{\"S\":\"}\"}]}}}"),
            Item("a", 4, "\"Tags\":{\"NS\":[\"1\"]}"));

        Assert.Equal(
            ["Artist 100 % S", "Year 100 % N", "Mixed 75 % S 66.7 %, NULL 33.3 %", "One 50 % BOOL", "Deep 25 % M", "Tags 25 % NS"],
            _meter.Attributes().Select(attribute => attribute.ToString()));
        var certain = AttributeTally.CertainTypes(_meter.Attributes());
        Assert.Equal(
            ["Artist=S", "Deep=M", "One=BOOL", "Tags=NS", "Year=N"],
            certain.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(name => $"{name}={certain[name]}"));
    }

    [Fact]
    public void Partition_keys_are_counted_across_pages_and_interleaved_segments()
    {
        Add(0, isLast: false, Item("big", 1), Item("big", 2));
        Add(1, isLast: false, Item("ü\\\"\\u0001", 1), Item("small", 1));
        Add(0, isLast: false, Item("big", 3));
        Add(1, isLast: true);
        Add(0, isLast: false, Item("big", 4), Item("other", 1));

        var largest = _meter.LargestPartitions();

        Assert.Equal("57.14 %: Artist=big (4 items)", largest[0].ToString());
        Assert.Equal(4, largest.Length);
        Assert.Equal("""{"Artist":{"S":"big"}}""", largest[0].KeyJson);
        Assert.All(largest, partition => Assert.Equal(partition.Items, partition.ItemsAtMost));
    }

    [Fact]
    public void The_number_of_names_that_are_kept_is_bounded()
    {
        Add(0, isLast: true, [.. Enumerable.Range(0, 30).Select(item => Item(
            "a", item, string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"n{(item * 100) + i}\":{{\"S\":\"\"}}"))))]);

        Assert.Equal(AttributeTally.MaxNames, _meter.Attributes().Length);
        Assert.Equal(3000 + 2 - AttributeTally.MaxNames, _meter.OtherAttributes);
        Assert.Equal(30, _meter.Attributes()[0].Items);
    }

    [Fact]
    public void Segments_without_items_count_for_an_estimate()
    {
        Add(3, isLast: true, Item("a", 1), Item("a", 2));
        Add(7, isLast: true);
        Assert.Equal(10, _meter.EstimateItems(10).Total);
    }

    private static string Item(string artist, int year, string more = "") =>
        $"{{\"Artist\": {{\"S\":\"{artist}\"}},\"Year\":{{\"N\":\"{year}\"}}{(more == "" ? "" : ",")}{more}}}";

    private void Add(int segment, bool isLast, params string[] items) => _meter.Add(new SegmentPage(
        new Segment(segment, 10),
        new Page
        {
            Items = [.. items.Select(item => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(item)))],
            LastEvaluatedKey = isLast ? null : "{}"u8.ToArray(),
        }));
}
