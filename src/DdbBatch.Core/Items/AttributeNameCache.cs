using System;
using System.Collections.Generic;

namespace DdbBatch.Items;

/// <summary>
/// The names of attributes inside maps, encoded. It knows names, never which names an item has: that may differ from
/// item to item.
/// </summary>
internal sealed class AttributeNameCache
{
    // Maps whose keys are data (ids, dates) would let it grow without end. The limit is more names than almost any item has
    // room for (400 KB), or every item of many names would find them forgotten.
    private const int MaxNames = 32 * 1024;

    private readonly Dictionary<string, AttributeName> _names = new(StringComparer.Ordinal);

    /// <summary>The name, encoded.</summary>
    /// <exception cref="ItemException">AttributeNameInvalid or InvalidSurrogate.</exception>
    public AttributeName Get(string name, ItemPath path)
    {
        if (_names.TryGetValue(name, out AttributeName? known))
            return known;
        AttributeName encoded = AttributeName.Create(name, null, path);
        if (_names.Count >= MaxNames)
            _names.Clear();
        return _names[name] = encoded;
    }
}
