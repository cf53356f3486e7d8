using System;
using System.Collections.Generic;

namespace DdbBatch.Items;

/// <summary>
/// The encoded names of attributes inside maps. The cache does not record which names an item has, because that may differ
/// from item to item.
/// </summary>
internal sealed class AttributeNameCache
{
    // If the keys of maps are data (ids, dates), the cache would grow without end. The limit is above the number of names
    // that fit into almost any item (400 KB), because otherwise every item with many names would empty the cache.
    private const int MaxNames = 32 * 1024;

    private readonly Dictionary<string, AttributeName> _names = new(StringComparer.Ordinal);

    /// <summary>Returns the encoded name.</summary>
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
