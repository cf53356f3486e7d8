using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DdbBatch.Conversion;

/// <summary>
/// The names of the last item's attributes, in order, of which no two are similar. Most items have the names of the item before
/// them: those need neither be decoded nor compared with one another.
/// </summary>
internal sealed class NameSequence
{
    private readonly List<(byte[] Utf8, string Name)> _names = [];

    /// <summary>How many names there are.</summary>
    public int Count => _names.Count;

    /// <summary>The name at a place.</summary>
    public string this[int index] => _names[index].Name;

    /// <summary>Whether the name at which a reader stands is the one at that place.</summary>
    public bool IsNext(int index, ref Utf8JsonReader reader) =>
        index < _names.Count && reader.ValueSpan.SequenceEqual(_names[index].Utf8);

    /// <summary>Sets the name at a place; the names after it are those of another item, and go.</summary>
    public void Set(int index, ReadOnlySpan<byte> utf8, string name)
    {
        _names.RemoveRange(index, _names.Count - index);
        _names.Add((utf8.ToArray(), name));
    }
}
