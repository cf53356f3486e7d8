using System;

namespace DdbBatch.Items;

/// <summary>The maps and lists that contain the current position. It stops a walk that would never end.</summary>
internal sealed class ContainerStack
{
    private readonly object?[] _sources = new object?[ItemRules.MaxContainerDepth];
    private int _depth;

    /// <summary>Leaves all maps and lists.</summary>
    public void Clear()
    {
        Array.Clear(_sources, 0, _depth);
        _depth = 0;
    }

    /// <summary>Enters a map or list.</summary>
    /// <param name="source">The object that the map or list is made of; null if it cannot contain itself.</param>
    /// <param name="path">The path of the map or list.</param>
    /// <exception cref="ItemException">CyclicReference or NestingTooDeep.</exception>
    public void Enter(object? source, ItemPath path)
    {
        for (int i = 0; i < _depth && source is not null; i++)
        {
            if (ReferenceEquals(_sources[i], source))
                throw ItemErrors.CyclicReference(path);
        }

        if (_depth == _sources.Length)
            throw ItemErrors.NestingTooDeep(path);
        _sources[_depth++] = source;
    }

    /// <summary>Leaves the innermost map or list.</summary>
    public void Leave() => _sources[--_depth] = null;
}
