using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Bulk;

/// <summary>
/// Rows of Import-Csv into compressed objects, beside their conversion alone: items per second and processor time; and
/// memory, up to so many items that each object that is being written has sent parts.
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
        Dictionary<string, List<UploadSample>> samples = BulkWay.Names.ToDictionary(way => way, _ => new List<UploadSample>());
        for (int round = 0; round < (options.IsQuick ? 1 : 3); round++)
        {
            foreach (string way in BulkWay.Names)
                samples[way].Add(Measure(way, Many, rounds: 2));
        }

        Dictionary<int, double> megabytes = WeighedCounts.Take(options.IsQuick ? 2 : WeighedCounts.Length)
            .ToDictionary(count => count, count => Measure(Weighed, count, rounds: 1).Memory.AddedMegabytes);
        Print(samples, report);
        Print(megabytes, report);
        report.Save(new { samples, megabytes });
    }

    private static void Print(Dictionary<string, List<UploadSample>> samples, Report report)
    {
        report.Table(
            ["", "items/s", "conversion alone, items/s", "of it", "CPU s per million", "conversion's"],
            samples.Select(one => new[]
            {
                one.Key,
                Of(one.Value, sample => sample.Speed.ItemsPerSecond).ToText("N0"),
                Of(one.Value, sample => sample.Conversion.ItemsPerSecond).ToText("N0"),
                Of(one.Value, sample => sample.Ratio).ToText("0.00"),
                Of(one.Value, sample => sample.Speed.CpuSecondsPerMillion).ToText("0.00"),
                Of(one.Value, sample => sample.Conversion.CpuSecondsPerMillion).ToText("0.00"),
            }));
        foreach ((string way, List<UploadSample> measured) in samples)
            report.Figure($"{way}: items/s, of the conversion's", Of(measured, sample => sample.Ratio).Median, "≥", 0.8);
    }

    private static void Print(Dictionary<int, double> megabytes, Report report)
    {
        report.Line("");
        report.Table(
            ["items", $"peak MB above idle, {Weighed}"],
            megabytes.Select(one => new[]
            {
                one.Key.ToString("N0", CultureInfo.InvariantCulture),
                one.Value.ToString("0", CultureInfo.InvariantCulture),
            }));
        // For 32 objects a part of 5 MB that is being filled, four of up to 8 MB on their way, 16 MB of rows, and the heap's own room.
        report.Figure("peak MB above idle of the most items", megabytes.Values.Last(), "≤", 256);
    }

    private static Series Of(List<UploadSample> samples, Func<UploadSample, double> value) => new(samples.Select(value));

    private static UploadSample Measure(string way, int count, int rounds)
    {
        using ChildProcess process = ChildProcess.OfThisProgram(
            "upload", way, count.ToString(CultureInfo.InvariantCulture), rounds.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<UploadSample>(process.ReadLine(), JsonSerializerOptions.Web)!;
    }
}
