using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Storage;

/// <summary>Finished rows that hold the checkpoint back, because an attempt on them may still take effect.</summary>
internal sealed class HeldRows
{
    private readonly SortedDictionary<TimeSpan, List<long>> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="until">When no attempt on it can take effect any more, as the time since the start of the run.</param>
    public void Add(long row, TimeSpan until)
    {
        if (!_rows.TryGetValue(until, out List<long>? rows))
            _rows.Add(until, rows = []);
        rows.Add(row);
    }

    /// <summary>Releases the rows that are no longer held.</summary>
    public void Release(TimeSpan now, Action<long> release)
    {
        while (_rows.Count > 0 && _rows.First() is { } first && first.Key <= now)
        {
            _rows.Remove(first.Key);
            first.Value.ForEach(release);
        }
    }
}
