using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DdbBatch.Benchmarks.Reporting;

/// <summary>The result of a benchmark: on the console and in a folder, as Markdown, JSON and charts.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private readonly string _name;
    private readonly string _folder;
    private readonly List<string> _lines = [];

    /// <param name="name">The benchmark's name, and its files'.</param>
    /// <param name="options">The options, with the folder.</param>
    public Report(string name, SpeedOptions options)
    {
        _name = name;
        _folder = Directory.CreateDirectory(options.Folder).FullName;
        string how = options.IsQuick ? " Quick: figures for a look only." : "";
        Line($"## {name}");
        Line($"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.{how}");
    }

    /// <summary>Writes a line.</summary>
    public void Line(string line)
    {
        Console.WriteLine(line);
        _lines.Add(line);
    }

    /// <summary>Writes a table.</summary>
    public void Table(string[] header, IEnumerable<string[]> rows)
    {
        Line("");
        Line($"| {string.Join(" | ", header)} |");
        Line($"|{string.Concat(header.Select(_ => "---|"))}");
        foreach (string[] row in rows)
            Line($"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");
        Line("");
    }

    /// <summary>Writes whether a figure is reached.</summary>
    public void Figure(string what, double actual, string comparison, double goal)
    {
        bool isReached = comparison == "≤" ? actual <= goal : actual >= goal;
        Line(FormattableString.Invariant($"- {what}: {actual:0.##} ({comparison} {goal:0.##}: {(isReached ? "reached" : "NOT REACHED")})"));
    }

    /// <summary>Draws bars.</summary>
    public void Chart(string title, IReadOnlyList<(string Name, Series Series)> bars, string name = "") =>
        BarChart.Draw(title, bars, Path.Combine(_folder, name.Length == 0 ? $"{_name}.svg" : $"{_name}-{name}.svg"));

    /// <summary>Saves the text and the underlying figures.</summary>
    public void Save(object figures)
    {
        File.WriteAllLines(Path.Combine(_folder, $"{_name}.md"), _lines);
        File.WriteAllText(Path.Combine(_folder, $"{_name}.json"), JsonSerializer.Serialize(figures, Indented));
    }
}
