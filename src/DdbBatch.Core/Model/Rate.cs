using System;

namespace DdbBatch.Model;

/// <summary>The rates of the summaries.</summary>
internal static class Rate
{
    /// <summary>Returns a count per second, with one decimal; 0 if no time has passed.</summary>
    public static double PerSecond(double count, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? Math.Round(count / elapsed.TotalSeconds, 1) : 0;
}
