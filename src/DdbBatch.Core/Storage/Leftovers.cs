using System.Collections.Generic;

namespace DdbBatch.Storage;

/// <summary>The rows that were not written, in an order in which they can be replayed: as a list, and in the failed file.</summary>
/// <param name="areListed">Whether the user asks for the list (-UnprocessedVariable).</param>
/// <param name="file">Keeps them too (-FailedPath); null without.</param>
/// <param name="hasCheckpoint">Whether the next run reads again the rows that this one does not reach (-CheckpointPath).</param>
internal sealed class Leftovers(bool areListed, IFailedRows? file, bool hasCheckpoint)
{
    private readonly List<UnprocessedItem> _items = [];

    /// <summary>The failed file; null without.</summary>
    public IFailedRows? File { get; } = file;

    /// <summary>Whether the user asks for them, in either way.</summary>
    public bool AreKept => areListed || File is not null;

    /// <summary>The list.</summary>
    public IReadOnlyList<UnprocessedItem> Items => _items;

    /// <summary>Adds a row to the list only.</summary>
    public void List(UnprocessedItem item)
    {
        if (areListed)
            _items.Add(item);
    }

    /// <summary>Adds a row to the list and to the file.</summary>
    public void Add(UnprocessedItem item)
    {
        File?.Add(item);
        List(item);
    }

    /// <summary>Adds a row that the run did not reach: to the list, and to the file unless the next run reads it again.</summary>
    public void AddUnreached(UnprocessedItem item)
    {
        if (hasCheckpoint)
            List(item);
        else
            Add(item);
    }
}
