using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Measuring;

/// <summary>Counts the attributes of items and their types, in bounded memory.</summary>
internal sealed class AttributeTally
{
    /// <summary>The maximum number of names that are counted. Others are counted together.</summary>
    public const int MaxNames = 2000;

    private static readonly AttributeType[] Types = (AttributeType[])Enum.GetValues(typeof(AttributeType));
    private static readonly byte[][] TypeNames = [.. Types.Select(type => System.Text.Encoding.UTF8.GetBytes(type.ToString()))];

    private readonly Dictionary<string, long[]> _counts = new(StringComparer.Ordinal);

    // Items of one kind have their attributes in one order: the name at the same position is tried first.
    private readonly List<(string Name, long[] Counts)> _byPosition = [];

    /// <summary>Attributes of items whose name is not among those that are counted.</summary>
    public long Others { get; private set; }

    /// <summary>Counts an attribute.</summary>
    /// <param name="position">Its place in the item.</param>
    /// <param name="reader">At the name; then at the end of the value.</param>
    /// <returns>The index of the first byte of the value.</returns>
    public int Add(int position, ref Utf8JsonReader reader)
    {
        long[]? counts = position < _byPosition.Count && reader.ValueTextEquals(_byPosition[position].Name)
            ? _byPosition[position].Counts
            : Find(position, reader.GetString()!);
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Read();
        if (counts is null)
            Others++;
        else
            counts[TypeOf(ref reader)]++;
        reader.Read();
        reader.Skip();
        reader.Read();
        return start;
    }

    /// <summary>The attributes, the most frequent first.</summary>
    /// <param name="items">The number of all items.</param>
    public MeasuredAttribute[] Attributes(long items) =>
    [
        .. _counts
            .Select(counted => new MeasuredAttribute
            {
                Name = counted.Key,
                Items = counted.Value.Sum(),
                Share = (double)counted.Value.Sum() / items,
                Types = Types.Select((type, i) => (type, Count: counted.Value[i])).Where(one => one.Count > 0)
                    .ToDictionary(one => one.type.ToString(), one => one.Count),
            })
            .OrderByDescending(attribute => attribute.Items)
            .ThenBy(attribute => attribute.Name, StringComparer.Ordinal),
    ];

    /// <summary>The attributes with one type, as -AttributeType takes them.</summary>
    public static Hashtable CertainTypes(IEnumerable<MeasuredAttribute> attributes)
    {
        Hashtable types = new(StringComparer.Ordinal);
        foreach (MeasuredAttribute attribute in attributes.Where(attribute => attribute.Types.Count == 1))
            types[attribute.Name] = attribute.Types.Keys.Single();
        return types;
    }

    private long[]? Find(int position, string name)
    {
        if (!_counts.TryGetValue(name, out long[]? counts))
        {
            if (_counts.Count == MaxNames)
                return null;
            _counts[name] = counts = new long[Types.Length];
        }

        if (position < _byPosition.Count)
            _byPosition[position] = (name, counts);
        else if (position == _byPosition.Count && position < MaxNames)
            _byPosition.Add((name, counts));
        return counts;
    }

    private static int TypeOf(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < TypeNames.Length; i++)
        {
            if (reader.ValueTextEquals(TypeNames[i]))
                return i;
        }

        throw new FormatException($"'{Excerpt.Of(reader.GetString()!)}' is no data type.");
    }
}
