using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// How the attributes of a table's items are read, by name. It remembers names, never which of them an item has.
/// </summary>
internal sealed class AttributeReadings(TableSchema? schema, ConversionOptions options)
{
    // Items whose attribute names are data would let it grow without end. Several items' names fit in any case, or every
    // item of many attributes would find its names forgotten.
    private const int MaxNames = 2048;
    private const int MaxItems = 4;

    // Scripts and Import-Csv give item after item the same name objects in the same order: then no name needs hashing.
    private (string? Name, AttributeReading? Reading)[] _expected = new (string?, AttributeReading?)[64];
    private int _position;

    private readonly Dictionary<string, AttributeReading> _readings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeSighting> _sightings = new(StringComparer.Ordinal);
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
        _sightings.Clear();
        Array.Clear(_expected, 0, _expected.Length);
    }

    /// <summary>How an attribute is read.</summary>
    /// <exception cref="ItemException">Its name can't be an attribute's.</exception>
    public AttributeReading Find(string inputName, ItemPath path)
    {
        if (_position == _expected.Length)
            Array.Resize(ref _expected, _expected.Length * 2);
        ref (string? Name, AttributeReading? Reading) expected = ref _expected[_position++];
        if (!ReferenceEquals(expected.Name, inputName))
            expected = (inputName, LookUp(inputName, path));
        return expected.Reading!;
    }

    /// <summary>Takes note that the item has an attribute.</summary>
    /// <exception cref="ItemException">DuplicateAttribute: it has it already.</exception>
    public void Sight(AttributeReading reading, ItemPath path)
    {
        if (reading.Sighting.Item == _item)
            throw ItemErrors.DuplicateAttribute(path, reading.Name.Text);
        reading.Sighting.Item = _item;
    }

    /// <summary>The names that the item has.</summary>
    public IReadOnlyList<string> Names() =>
        [.. _sightings.Where(sighted => sighted.Value.Item == _item).Select(sighted => sighted.Key)];

    private AttributeReading LookUp(string inputName, ItemPath path)
    {
        if (!_readings.TryGetValue(inputName, out AttributeReading? reading))
        {
            reading = AttributeReading.Create(inputName, Schema, options, FindSighting, path);
            _readings[inputName] = reading;
        }

        return reading;
    }

    private AttributeSighting FindSighting(string name) =>
        _sightings.TryGetValue(name, out AttributeSighting? sighting) ? sighting : _sightings[name] = new();
}
