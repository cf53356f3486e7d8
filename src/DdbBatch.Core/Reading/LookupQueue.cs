using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Reading;

/// <summary>The lookups that wait to be requested: for others to fill a request, or for the time of their retry.</summary>
/// <param name="linger">How long a key waits for others.</param>
internal sealed class LookupQueue(TimeSpan linger)
{
    private readonly Queue<KeyLookup> _ready = new();
    private readonly List<KeyLookup> _delayed = [];
    private TimeSpan? _firstRetry;

    /// <summary>Adds a new lookup.</summary>
    public void Add(KeyLookup lookup, TimeSpan now)
    {
        lookup.DueAt = now;
        _ready.Enqueue(lookup);
    }

    /// <summary>Adds lookups that may be requested again at a time.</summary>
    public void Delay(IReadOnlyList<KeyLookup> lookups, TimeSpan dueAt)
    {
        foreach (KeyLookup lookup in lookups)
            lookup.DueAt = dueAt;
        _delayed.AddRange(lookups);
        SetFirstRetry();
    }

    /// <summary>When there is a request to send; null if there is none.</summary>
    /// <param name="now">The time.</param>
    /// <param name="full">How many keys make a request that does not wait for more.</param>
    public TimeSpan? DueAt(TimeSpan now, int full)
    {
        Promote(now);
        if (_ready.Count >= full || (_ready.Count > 0 && _ready.Peek().Retries > 0))
            return now;
        TimeSpan? due = _ready.Count > 0 ? _ready.Peek().DueAt + linger : null;
        return _firstRetry < due ? _firstRetry : due ?? _firstRetry;
    }

    /// <summary>Takes the lookups of a request.</summary>
    public List<KeyLookup> Take(int most)
    {
        List<KeyLookup> lookups = new(Math.Min(most, _ready.Count));
        while (lookups.Count < most && _ready.Count > 0)
            lookups.Add(_ready.Dequeue());
        return lookups;
    }

    /// <summary>Takes all.</summary>
    public List<KeyLookup> Clear()
    {
        List<KeyLookup> all = [.. _ready, .. _delayed];
        _ready.Clear();
        _delayed.Clear();
        SetFirstRetry();
        return all;
    }

    // Retries go first: the answers to later keys wait for them.
    private void Promote(TimeSpan now)
    {
        if (!(_firstRetry <= now))
            return;
        List<KeyLookup> due = _delayed.FindAll(lookup => lookup.DueAt <= now);
        _delayed.RemoveAll(lookup => lookup.DueAt <= now);
        SetFirstRetry();
        KeyLookup[] waiting = [.. due.OrderBy(lookup => lookup.Position), .. _ready];
        _ready.Clear();
        foreach (KeyLookup lookup in waiting)
            _ready.Enqueue(lookup);
    }

    private void SetFirstRetry() => _firstRetry = _delayed.Count > 0 ? _delayed.Min(lookup => lookup.DueAt) : null;
}
