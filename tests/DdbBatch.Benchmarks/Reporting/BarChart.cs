using System.Collections.Generic;
using System.Linq;
using ScottPlot;

namespace DdbBatch.Benchmarks.Reporting;

/// <summary>Draws a bar for each contender, with its least and its most.</summary>
internal static class BarChart
{
    private const int Width = 900;
    private const int BarHeight = 32;
    private const int Rest = 110;

    public static void Draw(string title, IReadOnlyList<(string Name, Series Series)> bars, string path)
    {
        using Plot plot = new();
        for (int i = 0; i < bars.Count; i++)
        {
            Series series = bars[i].Series;
            plot.Add.Bar(new Bar
            {
                Position = -i,
                Value = series.Median,
                Error = (series.Max - series.Min) / 2,
                Orientation = Orientation.Horizontal,
                FillColor = Colors.SteelBlue,
            });
        }

        plot.Axes.Left.SetTicks([.. bars.Select((_, index) => (double)-index)], [.. bars.Select(bar => bar.Name)]);
        plot.Axes.SetLimitsX(0, bars.Max(bar => bar.Series.Max) * 1.05);
        plot.Axes.SetLimitsY(0.6 - bars.Count, 0.6);
        plot.Title(title);
        plot.SaveSvg(path, Width, Rest + (bars.Count * BarHeight));
    }
}
