using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch;

/// <summary>An attribute of the items of a table.</summary>
public sealed class MeasuredAttribute
{
    /// <summary>The attribute's name.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The items that have it, of those that were read.</summary>
    public long Items { get; internal init; }

    /// <summary>The share of the items that have it, from 0 to 1.</summary>
    public double Share { get; internal init; }

    /// <summary>The types of its values (S, N, B, BOOL, NULL, SS, NS, BS, L, M), each with the number of items.</summary>
    public IReadOnlyDictionary<string, long> Types { get; internal init; } = new Dictionary<string, long>();

    /// <summary>Returns one line with the most important properties.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {100 * Share:0.#} % ") + (Types.Count == 1
        ? Types.Keys.Single()
        : string.Join(", ", Types.OrderByDescending(type => type.Value).Select(
            type => FormattableString.Invariant($"{type.Key} {100.0 * type.Value / Items:0.#} %"))));
}
