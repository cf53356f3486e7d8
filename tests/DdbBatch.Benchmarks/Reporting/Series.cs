using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DdbBatch.Benchmarks.Reporting;

/// <summary>The figures of several rounds.</summary>
internal sealed class Series(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    /// <summary>
    /// The ratio of two contenders that were measured in turns, round by round, because the machine's speed changes from
    /// minute to minute.
    /// </summary>
    public static Series Ratios<T>(IEnumerable<T> ours, IEnumerable<T> theirs, Func<T, double> figure) =>
        new(ours.Zip(theirs, (our, their) => figure(our) / figure(their)));

    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    /// <summary>The median with the least and the most, as <c>4.2 (4.1–4.5)</c>.</summary>
    public string ToText(string format = "0.00", double scale = 1) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Median * scale).ToString(format, CultureInfo.InvariantCulture)} ({(Min * scale).ToString(format, CultureInfo.InvariantCulture)}–{(Max * scale).ToString(format, CultureInfo.InvariantCulture)})");
}
