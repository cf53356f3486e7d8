using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Benchmarks.Conversion;
using DdbBatch.Conversion;
using DdbBatch.Items;
using DdbBatch.Protocol;
using ScalarAttributeType = DdbBatch.Items.ScalarAttributeType;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The items that all contenders write: the same data, in the form in which each starts out.</summary>
internal static class Music
{
    /// <summary>Far more than are ever under way at once: no operation waits for another one on its key.</summary>
    public const int Count = 10_000;

    public const string Table = "Music0";

    public const string PartitionKey = "Artist:S";

    public const string SortKey = "SongTitle:S";

    public static readonly TableSchema Schema = new(
        Table, [new("Artist", ScalarAttributeType.S), new("SongTitle", ScalarAttributeType.S)]);

    /// <summary>
    /// The tables of a <see cref="TestKit.Capacity.Sink"/>, which has no limit, so no pace is measured with it.
    /// </summary>
    public static readonly Throughput Throughput = new(1e9, []);

    /// <summary>The name of one of several tables.</summary>
    public static string TableName(int number) => string.Create(CultureInfo.InvariantCulture, $"Music{number}");

    /// <summary>As scripts have them.</summary>
    public static Hashtable[] Hashtables(ItemShape shape)
    {
        Hashtable[] items = [.. ConversionInputs.Hashtables(Count).Cast<Hashtable>()];
        if (shape == ItemShape.Nested)
        {
            foreach (Hashtable item in items)
                Nest(item);
        }

        return items;
    }

    /// <summary>The keys with three more attributes, for updates.</summary>
    public static Hashtable[] Merges()
    {
        Hashtable[] items = Hashtables(ItemShape.Flat);
        foreach (Hashtable item in items)
            item.Remove("Album");
        return items;
    }

    /// <summary>In wire form.</summary>
    public static EncodedItem[] Encoded(ItemShape shape) => Encode(Hashtables(shape));

    /// <summary>Brings items into wire form.</summary>
    public static EncodedItem[] Encode(IEnumerable<Hashtable> items)
    {
        ItemConverter converter = new(ConversionOptions.Default);
        return [.. items.Select(item => converter.ConvertItem(item, Schema))];
    }

    /// <summary>As the SDK takes them.</summary>
    public static Dictionary<string, AttributeValue>[] AttributeMaps(ItemShape shape) =>
        [.. Hashtables(shape).Select(AttributeMap)];

    /// <summary>One item as the SDK takes it.</summary>
    public static Dictionary<string, AttributeValue> AttributeMap(Hashtable item)
    {
        Dictionary<string, AttributeValue> map = [];
        foreach (DictionaryEntry attribute in item)
            map[(string)attribute.Key] = Value(attribute.Value);
        return map;
    }

    private static AttributeValue Value(object? value) => value switch
    {
        string text => new AttributeValue { S = text },
        Hashtable map => new AttributeValue { M = AttributeMap(map) },
        object[] list => new AttributeValue { L = [.. list.Select(Value)] },
        int or decimal => new AttributeValue { N = Convert.ToString(value, CultureInfo.InvariantCulture) },
        _ => throw new NotSupportedException(value?.GetType().Name),
    };

    private static void Nest(Hashtable item)
    {
        item["Tags"] = new object[] { "live", "remastered", "gatefold sleeve", "first pressing" };
        item["Ratings"] = new object[] { 5, 4, 4, 3, 5, 5, 2, 4 };
        item["Credits"] = new Hashtable
        {
            ["Producer"] = "A producer of some renown",
            ["Label"] = new Hashtable { ["Name"] = "Harvest", ["City"] = "London", ["Country"] = "United Kingdom" },
            ["Writers"] = new object[] { "The first of the writers", "The second of the writers" },
        };
        item["Notes"] = new string('n', 460);
    }
}
