using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace DdbBatch.Exporting;

/// <summary>
/// Finds objects by the names of attributes. Items most often have the same names in the same order, so the name after the
/// last one is compared first, and no text is made.
/// </summary>
internal sealed class NameTable<T>
    where T : class
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<(byte[] Utf8, T Value)> _entries = [];
    private int _expected;

    /// <summary>How many names there are.</summary>
    public int Count => _entries.Count;

    /// <summary>All that was added, in order.</summary>
    public IEnumerable<T> Values => _entries.Select(entry => entry.Value);

    /// <summary>Adds a name.</summary>
    public void Add(string name, T value)
    {
        _indexes.Add(name, _entries.Count);
        _entries.Add((Encoding.UTF8.GetBytes(name), value));
    }

    /// <summary>The object of a name; null if there is none.</summary>
    public T? Find(string name) => _indexes.TryGetValue(name, out int index) ? _entries[index].Value : null;

    /// <summary>The object of the name that a reader stands at; null if there is none.</summary>
    public T? Find(ref Utf8JsonReader reader)
    {
        if (_expected >= _entries.Count)
            _expected = 0;
        if (_entries.Count == 0 || !reader.ValueTextEquals(_entries[_expected].Utf8))
        {
            if (!_indexes.TryGetValue(reader.GetString()!, out int index))
                return null;
            _expected = index;
        }

        return _entries[_expected++].Value;
    }
}
