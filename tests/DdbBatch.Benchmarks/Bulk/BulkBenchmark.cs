using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Bulk;

/// <summary>
/// Rows of Import-Csv into compressed objects, beside their conversion alone in a process of its own: items per second and
/// processor time; and memory, up to so many items that each object that is being written has sent parts.
/// </summary>
internal sealed class BulkBenchmark : IBenchmark
{
    private const int Many = 2_000_000;
    private const string Weighed = "gzip, to S3";

    private static readonly int[] WeighedCounts = [200_000, 2_000_000, 8_000_000, 32_000_000];

    public string Name => "bulk";

    public string Summary => "Items into objects in S3, beside their conversion alone (5 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        string[] ways = [BulkWay.ConversionAlone, .. BulkWay.Names];
        Dictionary<string, List<Sample>> samples = ways.ToDictionary(way => way, _ => new List<Sample>());
        for (int round = 0; round < (options.IsQuick ? 1 : 5); round++)
        {
            foreach (string way in ways)
                samples[way].Add(Measure<Sample>(way, Text(Many)));
        }

        Dictionary<int, Weight> weights = WeighedCounts.Take(options.IsQuick ? 2 : WeighedCounts.Length)
            .ToDictionary(count => count, count => Measure<Weight>(Weighed, Text(count), "weigh"));
        Print(samples, report);
        Print(weights, report);
        report.Save(new { samples, weights });
    }

    private static void Print(Dictionary<string, List<Sample>> samples, Report report)
    {
        List<Sample> alone = samples[BulkWay.ConversionAlone];
        report.Table(
            ["", "items/s", $"of {BulkWay.ConversionAlone}", "CPU s per million"],
            samples.Select(one => new[]
            {
                one.Key,
                new Series(one.Value.Select(sample => sample.ItemsPerSecond)).ToText("N0"),
                Ratio(one.Value, alone).ToText(),
                new Series(one.Value.Select(sample => sample.CpuSecondsPerMillion)).ToText(),
            }));
        foreach (string way in BulkWay.Names)
            report.Figure($"{way}: items/s, of those of the {BulkWay.ConversionAlone}", Ratio(samples[way], alone).Median, "≥", 0.8);
    }

    private static void Print(Dictionary<int, Weight> weights, Report report)
    {
        report.Line("");
        report.Table(
            ["items", $"peak MB above idle, {Weighed}"],
            weights.Select(one => new[]
            {
                one.Key.ToString("N0", CultureInfo.InvariantCulture),
                one.Value.AddedMegabytes.ToString("0", CultureInfo.InvariantCulture),
            }));
        // For 32 objects a part of 5 MB that is being filled, four of up to 8 MB on their way, 16 MB of rows, and the heap's own room.
        report.Figure("peak MB above idle of the most items", weights.Values.Last().AddedMegabytes, "≤", 300);
    }

    private static Series Ratio(List<Sample> ours, List<Sample> theirs) =>
        Series.Ratios(ours, theirs, sample => sample.ItemsPerSecond);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static T Measure<T>(params string[] arguments)
    {
        using ChildProcess process = ChildProcess.OfThisProgram(["upload", .. arguments]);
        return process.Read<T>();
    }
}
