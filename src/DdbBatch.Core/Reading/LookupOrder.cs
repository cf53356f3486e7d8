using System;
using System.Collections.Generic;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Reading;

/// <summary>
/// All lookups that were not taken back yet, in the order of the input. A key that is asked for again while it is pending is
/// requested once.
/// </summary>
internal sealed class LookupOrder
{
    private readonly Queue<KeyLookup> _order = new();
    private readonly Dictionary<ItemKey, KeyLookup> _pending = [];

    /// <summary>How many lookups there are.</summary>
    public int Count => _order.Count;

    /// <summary>True while a lookup has no outcome.</summary>
    public bool HasPending => _pending.Count > 0;

    /// <summary>True if the outcome of the first lookup is known.</summary>
    public bool HasAnswer => _order.Count > 0 && (_order.Peek().Earlier ?? _order.Peek()).Outcome != LookupOutcome.Pending;

    /// <summary>Bytes of the items that wait for their turn.</summary>
    public long ItemBytes { get; private set; }

    /// <summary>Bytes of the content of the lookups.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>Adds a lookup.</summary>
    /// <returns>True if its key has to be requested; false if it was requested before.</returns>
    public bool Add(KeyLookup lookup)
    {
        _order.Enqueue(lookup);
        ContentBytes += lookup.Content.Length;
        if (_pending.TryGetValue(lookup.Key.Key, out KeyLookup? earlier))
        {
            lookup.Earlier = earlier;
            return false;
        }

        _pending.Add(lookup.Key.Key, lookup);
        return true;
    }

    /// <summary>Sets the outcome of a lookup that was answered.</summary>
    /// <param name="lookup">The lookup.</param>
    /// <param name="item">The item; null if there is none.</param>
    public void Resolve(KeyLookup lookup, ReadOnlyMemory<byte>? item)
    {
        lookup.Outcome = item is null ? LookupOutcome.Missing : LookupOutcome.Found;
        lookup.Item = item ?? default;
        ItemBytes += lookup.Item.Length;
        _pending.Remove(lookup.Key.Key);
    }

    /// <summary>Sets the outcome of a lookup that got no answer.</summary>
    public void GiveUp(KeyLookup lookup, OperationError error)
    {
        lookup.Outcome = LookupOutcome.Unprocessed;
        lookup.Error = error;
        _pending.Remove(lookup.Key.Key);
    }

    /// <summary>Sets the outcome of all that have none, whatever state an exception has left this in.</summary>
    public void GiveUpAll(OperationError error)
    {
        foreach (KeyLookup lookup in _order)
        {
            if (lookup is { Earlier: null, Outcome: LookupOutcome.Pending })
                GiveUp(lookup, error);
        }

        _pending.Clear();
    }

    /// <summary>Takes the first lookup; null while its outcome is not known.</summary>
    public KeyLookup? Take()
    {
        if (!HasAnswer)
            return null;
        KeyLookup lookup = _order.Dequeue();
        ContentBytes -= lookup.Content.Length;
        if (lookup.Earlier is { } earlier)
            (lookup.Outcome, lookup.Item, lookup.Error) = (earlier.Outcome, earlier.Item, earlier.Error);
        else
            ItemBytes -= lookup.Item.Length;
        return lookup;
    }
}
