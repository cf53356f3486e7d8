using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>How to read the attributes of a table's items, by name. It does not record which names an item has.</summary>
internal sealed class AttributeReadings(TableSchema? schema, ConversionOptions options)
{
    // If attribute names are data, the cache would grow without end. The limit is above the number of names of any single
    // item, because otherwise every item with many attributes would empty the cache.
    private const int MaxNames = 2048;
    private const int MaxItems = 4;

    // Scripts and Import-Csv use the same name objects in the same order for every item. In that case no name is hashed.
    private (string? Name, AttributeReading? Reading)[] _expected = new (string?, AttributeReading?)[64];
    private int _position;

    private readonly Dictionary<string, AttributeReading> _readings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeOccurrence> _occurrences = new(StringComparer.Ordinal);
    private long _item;

    /// <summary>The table's keys.</summary>
    public TableSchema? Schema { get; } = schema;

    /// <summary>Starts an item.</summary>
    public void BeginItem()
    {
        _item++;
        int limit = Math.Max(MaxNames, MaxItems * _position);
        _position = 0;
        if (_readings.Count <= limit)
            return;
        _readings.Clear();
        _occurrences.Clear();
        Array.Clear(_expected, 0, _expected.Length);
    }

    /// <summary>Returns how to read an attribute.</summary>
    /// <exception cref="ItemException">The name is not allowed for an attribute.</exception>
    public AttributeReading Find(string inputName, ItemPath path)
    {
        if (_position == _expected.Length)
            Array.Resize(ref _expected, _expected.Length * 2);
        ref (string? Name, AttributeReading? Reading) expected = ref _expected[_position++];
        if (!ReferenceEquals(expected.Name, inputName))
            expected = (inputName, LookUp(inputName, path));
        return expected.Reading!;
    }

    /// <summary>Returns how to read an attribute, and records that the item has it.</summary>
    /// <param name="inputName">Its name in the input.</param>
    /// <param name="isEmpty">True if its value is empty.</param>
    /// <param name="path">The path of the input, for the error.</param>
    /// <returns>Null if the item lacks it, because it is optional and empty.</returns>
    /// <exception cref="ItemException">DuplicateAttribute: the item already has it; or its name is not allowed.</exception>
    public AttributeReading? Take(string inputName, bool isEmpty, ItemPath path)
    {
        AttributeReading reading = Find(inputName, path);
        if (isEmpty && reading.IsOptional)
            return null;
        if (reading.Occurrence.Item == _item)
            throw ItemErrors.DuplicateAttribute(path, reading.Name.Text);
        reading.Occurrence.Item = _item;
        return reading;
    }

    /// <summary>Records that the item has an attribute whose value is not read.</summary>
    public void Pass(AttributeReading reading) => reading.Occurrence.Item = _item;

    /// <summary>The names of the item's attributes.</summary>
    public IReadOnlyList<string> Names() =>
        [.. _occurrences.Where(sighted => sighted.Value.Item == _item).Select(sighted => sighted.Key)];

    private AttributeReading LookUp(string inputName, ItemPath path)
    {
        if (!_readings.TryGetValue(inputName, out AttributeReading? reading))
        {
            reading = AttributeReading.Create(inputName, Schema, options, FindOccurrence, path);
            _readings[inputName] = reading;
        }

        return reading;
    }

    private AttributeOccurrence FindOccurrence(string name) =>
        _occurrences.TryGetValue(name, out AttributeOccurrence? occurrence) ? occurrence : _occurrences[name] = new();
}
