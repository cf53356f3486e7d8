using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ScottPlot;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>Draws WCU used and operations throttled over time, one line a strategy.</summary>
internal static class PacingCharts
{
    private const int Width = 900;
    private const int Height = 340;

    public static void Draw(IReadOnlyList<Measurement> measurements, string folder)
    {
        Directory.CreateDirectory(folder);
        string workload = measurements[0].Workload.Name;
        string file = new([.. workload.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
        Draw(measurements, slice => slice.UsedUnits, $"{workload}: WCU used per second", Path.Combine(folder, $"pacing-{file}-used.svg"));
        Draw(
            measurements,
            slice => slice.Throttled,
            $"{workload}: operations throttled per second",
            Path.Combine(folder, $"pacing-{file}-throttled.svg"));
    }

    private static void Draw(
        IReadOnlyList<Measurement> measurements, Func<SliceCounts, double> value, string title, string path)
    {
        using Plot plot = new();
        foreach (Measurement measurement in measurements)
        {
            double[] perSecond = [.. measurement.Slices.Chunk(SliceCounts.PerSecond).Select(second => second.Sum(value))];
            plot.Add.ScatterLine([.. Enumerable.Range(0, perSecond.Length).Select(second => (double)second)], perSecond)
                .LegendText = measurement.Strategy;
        }

        plot.Title(title);
        plot.XLabel("seconds");
        plot.Axes.SetLimitsY(0, plot.Axes.GetDataLimits().Top * 1.1);
        plot.ShowLegend(Edge.Right);
        plot.SaveSvg(path, Width, Height);
    }
}
