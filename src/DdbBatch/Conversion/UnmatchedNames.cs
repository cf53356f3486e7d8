using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace DdbBatch.Conversion;

/// <summary>The names and patterns in conversion parameters that no attribute has matched yet.</summary>
internal sealed class UnmatchedNames
{
    private readonly List<Entry> _entries = [];

    /// <summary>Adds the names of a parameter's value; a value without names adds none.</summary>
    public void Add(string parameter, object? value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is not IDictionary settings)
            return;
        foreach (object name in settings.Keys)
            _entries.Add(new Entry(parameter, Convert.ToString(name, CultureInfo.InvariantCulture)!));
    }

    /// <summary>
    /// Removes the names and patterns that an attribute's name matches. Called once per name, not per item.
    /// </summary>
    public void See(string attributeName)
    {
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Matches(attributeName))
                _entries.RemoveAt(i);
        }
    }

    /// <summary>
    /// Removes all names, because nothing is known about them: items were written whose names were not checked.
    /// </summary>
    public void Clear() => _entries.Clear();

    /// <summary>Returns a warning for each name that no attribute matched.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (Entry entry in _entries)
            yield return entry.Warning;
    }

    private sealed class Entry(string parameter, string name)
    {
        private readonly WildcardPattern? _pattern = WildcardPattern.ContainsWildcardCharacters(name)
            ? WildcardPattern.Get(name, WildcardOptions.IgnoreCase)
            : null;

        private string? _nearest;
        private int _distance = int.MaxValue;

        public string Warning =>
            $"-{parameter}: no item had an attribute '{name}'."
            + (_nearest is null ? "" : $" The nearest name is '{_nearest}'.");

        public bool Matches(string attributeName)
        {
            if (string.Equals(name, attributeName, StringComparison.OrdinalIgnoreCase) || _pattern?.IsMatch(attributeName) == true)
                return true;
            int distance = EditDistance.Between(name, attributeName);
            if (distance < _distance)
                (_nearest, _distance) = (attributeName, distance);
            return false;
        }
    }
}
