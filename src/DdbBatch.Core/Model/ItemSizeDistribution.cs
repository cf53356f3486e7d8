using System;

namespace DdbBatch;

/// <summary>The sizes of items in bytes. A percentile is the smallest size that this share of the items does not exceed.</summary>
public sealed class ItemSizeDistribution
{
    /// <summary>The mean.</summary>
    public double Mean { get; internal init; }

    /// <summary>The smallest item.</summary>
    public int Minimum { get; internal init; }

    /// <summary>The 50th percentile.</summary>
    public int Median { get; internal init; }

    /// <summary>The 90th percentile.</summary>
    public int Percentile90 { get; internal init; }

    /// <summary>The 99th percentile.</summary>
    public int Percentile99 { get; internal init; }

    /// <summary>The largest item.</summary>
    public int Maximum { get; internal init; }

    /// <summary>Returns one line with the most important properties.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"mean {Mean:0}, median {Median}, 90 % {Percentile90}, 99 % {Percentile99}, {Minimum} to {Maximum}");
}
