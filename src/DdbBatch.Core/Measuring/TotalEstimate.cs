using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Measuring;

/// <summary>An estimate of a total, with its 95 % confidence interval.</summary>
/// <param name="Total">The estimate.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end.</param>
internal sealed record TotalEstimate(double Total, double Low, double High)
{
    // The 97.5th percentile of the normal distribution.
    private const double Z = 1.959964;

    /// <summary>Estimates the total of all segments.</summary>
    /// <param name="sample">The totals of the segments in the sample, at least two.</param>
    /// <param name="count">The number of all segments.</param>
    /// <remarks>
    /// The interval is Hall's: it transforms the t statistic to remove the effect of skewness, because a few segments have
    /// much more than the others if some partition keys have many items (P. Hall, "On the removal of skewness by
    /// transformation", 1992). For a sample without replacement the variance is smaller by the share that was read.
    /// </remarks>
    public static TotalEstimate Of(IReadOnlyCollection<double> sample, int count)
    {
        int n = sample.Count;
        double mean = sample.Average();
        double variance = sample.Sum(total => Math.Pow(total - mean, 2)) / n;
        if (variance == 0)
            return new TotalEstimate(count * mean, count * mean, count * mean);
        double skewness = sample.Sum(total => Math.Pow(total - mean, 3)) / n / Math.Pow(variance, 1.5);
        double error = Math.Sqrt(variance / (n - 1) * (1 - (double)n / count));
        return new TotalEstimate(
            count * mean,
            Math.Max(sample.Sum(), count * (mean - error * Invert(Z, skewness, n))),
            count * (mean - error * Invert(-Z, skewness, n)));
    }

    private static double Invert(double quantile, double skewness, int n)
    {
        double a = skewness / Math.Sqrt(n);
        if (Math.Abs(a) < 1e-9)
            return quantile;
        double inner = 1 + a * (quantile - a / 6);
        return 3 / a * (Math.Sign(inner) * Math.Pow(Math.Abs(inner), 1.0 / 3) - 1);
    }
}
