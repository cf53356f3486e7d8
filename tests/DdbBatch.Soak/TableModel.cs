using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Soak;

/// <summary>The items that the table should have. An attribute is its name and its value as DynamoDB JSON.</summary>
internal sealed class TableModel
{
    private readonly Dictionary<int, SortedDictionary<string, string>> _items = [];

    /// <summary>The number of items.</summary>
    public int Count => _items.Count;

    /// <summary>Whether there is an item with a key.</summary>
    public bool Has(int key) => _items.ContainsKey(key);

    /// <summary>Puts an item: an earlier one with its key is gone.</summary>
    public void Put(int key, IReadOnlyDictionary<string, string> attributes) => _items[key] = new(attributes.ToDictionary(), StringComparer.Ordinal);

    /// <summary>Sets attributes of an item and keeps the others; the item is created if there is none.</summary>
    public void Update(int key, IReadOnlyDictionary<string, string> attributes)
    {
        if (!_items.TryGetValue(key, out SortedDictionary<string, string>? item))
            _items[key] = item = new(StringComparer.Ordinal);
        foreach ((string name, string value) in attributes)
            item[name] = value;
    }

    /// <summary>Deletes an item, if there is one.</summary>
    public void Delete(int key) => _items.Remove(key);

    /// <summary>All items, in the order of their text.</summary>
    public string[] Items() => Items(_items.Keys);

    /// <summary>Those of the items with these keys that exist, in the order of their text.</summary>
    public string[] Items(IEnumerable<int> keys) =>
        [.. keys.Where(Has).Select(key => ItemText.Of(ItemText.Json(_items[key]))).Order(StringComparer.Ordinal)];
}
