using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Measuring;

/// <summary>
/// Finds the most frequent keys of a stream in bounded memory: Metwally, Agrawal and El Abbadi, "Efficient computation of
/// frequent and top-k elements in data streams" (2005). Keys are dropped in batches instead of one by one, which keeps the
/// guarantees: no key with more than total / capacity occurrences is missing, and every count is too low by at most that.
/// </summary>
/// <param name="capacity">The number of keys that are kept.</param>
internal sealed class SpaceSaving(int capacity)
{
    private readonly Dictionary<string, Counter> _counters = new(StringComparer.Ordinal);
    private long _missed;

    /// <summary>Counts occurrences of a key.</summary>
    public void Add(string key, long count)
    {
        if (_counters.TryGetValue(key, out Counter counter))
        {
            _counters[key] = counter with { Counted = counter.Counted + count };
            return;
        }

        if (_counters.Count == 2 * capacity)
            Prune();
        _counters.Add(key, new Counter(count, _missed));
    }

    /// <summary>The keys with the most counted occurrences, and how many each can have had at most.</summary>
    public IEnumerable<(string Key, long Counted, long AtMost)> Top(int count) => _counters
        .OrderByDescending(counter => counter.Value.Counted)
        .ThenBy(counter => counter.Key, StringComparer.Ordinal)
        .Take(count)
        .Select(counter => (counter.Key, counter.Value.Counted, counter.Value.AtMost));

    private void Prune()
    {
        KeyValuePair<string, Counter>[] dropped = [.. _counters.OrderByDescending(counter => counter.Value.AtMost).Skip(capacity)];
        _missed = dropped[0].Value.AtMost;
        foreach (KeyValuePair<string, Counter> counter in dropped)
            _counters.Remove(counter.Key);
    }

    // Missed: occurrences that the key can have had before it was counted.
    private readonly record struct Counter(long Counted, long Missed)
    {
        public long AtMost => Counted + Missed;
    }
}
