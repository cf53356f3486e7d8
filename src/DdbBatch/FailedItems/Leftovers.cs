using System.Collections.Generic;

namespace DdbBatch.FailedItems;

/// <summary>The operations that were not written, in an order in which they can be replayed.</summary>
/// <param name="areListed">True if the list is needed (-UnprocessedVariable).</param>
/// <param name="log">Keeps them in a file (-FailedPath); null if there is none.</param>
/// <param name="hasCheckpoint">True if the next run reads the objects again that this one did not reach
/// (-CheckpointPath).</param>
internal sealed class Leftovers(bool areListed, FailedLog? log, bool hasCheckpoint)
{
    private readonly List<UnprocessedItem> _items = [];

    /// <summary>The file of -FailedPath; null without.</summary>
    public FailedLog? Log { get; } = log;

    /// <summary>True if the operations are kept at all.</summary>
    public bool AreKept => areListed || Log is not null;

    /// <summary>The operations.</summary>
    public IReadOnlyList<UnprocessedItem> Items => _items;

    /// <summary>Adds a leftover to the list, if the list is needed.</summary>
    public void List(UnprocessedItem item)
    {
        if (areListed)
            _items.Add(item);
    }

    /// <summary>Adds a leftover to the list, and keeps it in the file.</summary>
    public void Add(UnprocessedItem item)
    {
        Log?.Add(item);
        List(item);
    }

    /// <summary>
    /// Adds a leftover that the run did not reach to the list, and keeps it in the file unless the next run reads it again.
    /// </summary>
    public void AddUnreached(UnprocessedItem item)
    {
        if (hasCheckpoint)
            List(item);
        else
            Add(item);
    }
}
