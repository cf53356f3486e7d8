using System.Collections.Generic;

namespace DdbBatch.Commands;

/// <summary>All that wasn't written, in an order in which it can be replayed.</summary>
/// <param name="areKept">Whether anybody wants it (-UnprocessedVariable).</param>
internal sealed class Leftovers(bool areKept)
{
    private readonly List<UnprocessedItem> _items = [];

    /// <summary>Whether anybody wants it.</summary>
    public bool AreKept { get; } = areKept;

    /// <summary>What there is.</summary>
    public IReadOnlyList<UnprocessedItem> Items => _items;

    /// <summary>Keeps a leftover, if anybody wants it.</summary>
    public void Add(UnprocessedItem item)
    {
        if (AreKept)
            _items.Add(item);
    }
}
