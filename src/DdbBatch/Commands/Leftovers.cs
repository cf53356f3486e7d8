using System.Collections.Generic;
using DdbBatch.Replaying;

namespace DdbBatch.Commands;

/// <summary>All that wasn't written, in an order in which it can be replayed.</summary>
/// <param name="areListed">Whether anybody wants the list (-UnprocessedVariable).</param>
/// <param name="log">Keeps it in a file (-FailedPath); null where nobody wants that.</param>
internal sealed class Leftovers(bool areListed, FailedLog? log)
{
    private readonly List<UnprocessedItem> _items = [];

    /// <summary>The file of -FailedPath; null without.</summary>
    public FailedLog? Log { get; } = log;

    /// <summary>Whether anybody wants it.</summary>
    public bool AreKept => areListed || Log is not null;

    /// <summary>What there is.</summary>
    public IReadOnlyList<UnprocessedItem> Items => _items;

    /// <summary>Keeps a leftover, if anybody wants it.</summary>
    public void Add(UnprocessedItem item)
    {
        Log?.Add(item);
        if (areListed)
            _items.Add(item);
    }
}
