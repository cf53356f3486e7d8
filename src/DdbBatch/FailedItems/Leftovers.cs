using System.Collections.Generic;

namespace DdbBatch.FailedItems;

/// <summary>All that wasn't written, in an order in which it can be replayed.</summary>
/// <param name="areListed">Whether anybody wants the list (-UnprocessedVariable).</param>
/// <param name="log">Keeps it in a file (-FailedPath); null where nobody wants that.</param>
/// <param name="hasCheckpoint">Whether the next run reads again what this one didn't reach (-CheckpointPath).</param>
internal sealed class Leftovers(bool areListed, FailedLog? log, bool hasCheckpoint)
{
    private readonly List<UnprocessedItem> _items = [];

    /// <summary>The file of -FailedPath; null without.</summary>
    public FailedLog? Log { get; } = log;

    /// <summary>Whether anybody wants it.</summary>
    public bool AreKept => areListed || Log is not null;

    /// <summary>What there is.</summary>
    public IReadOnlyList<UnprocessedItem> Items => _items;

    /// <summary>Lists a leftover, if anybody wants the list.</summary>
    public void List(UnprocessedItem item)
    {
        if (areListed)
            _items.Add(item);
    }

    /// <summary>Lists a leftover, and keeps it in the file.</summary>
    public void Add(UnprocessedItem item)
    {
        Log?.Add(item);
        List(item);
    }

    /// <summary>Lists a leftover that the run didn't reach, and keeps it in the file unless the next run reads it again.</summary>
    public void AddUnreached(UnprocessedItem item)
    {
        if (hasCheckpoint)
            List(item);
        else
            Add(item);
    }
}
