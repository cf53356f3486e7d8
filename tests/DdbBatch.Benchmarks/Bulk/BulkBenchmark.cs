using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Bulk;

/// <summary>
/// Rows of Import-Csv into compressed objects, beside their conversion alone: items per second, processor time and memory,
/// of few items and of many.
/// </summary>
internal sealed class BulkBenchmark : IBenchmark
{
    private const int Few = 200_000;
    private const int Many = 2_000_000;

    private static readonly (string Way, int Count)[] Cases =
        [.. from count in new[] { Few, Many } from way in BulkWay.Names select (way, count)];

    public string Name => "bulk";

    public string Summary => "Items into objects in S3, beside their conversion alone (4 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        Dictionary<string, List<UploadSample>> samples = [];
        for (int round = 0; round < (options.IsQuick ? 1 : 3); round++)
        {
            foreach ((string way, int count) in Cases)
                Samples(way, count).Add(Measure(way, count));
        }

        report.Table(
            ["", "items", "items/s", "conversion alone, items/s", "of it", "CPU s per million", "conversion's", "peak MB above idle"],
            Cases.Select(one => new[]
            {
                one.Way,
                one.Count.ToString("N0", CultureInfo.InvariantCulture),
                Of(one, sample => sample.Speed.ItemsPerSecond).ToText("N0"),
                Of(one, sample => sample.Conversion.ItemsPerSecond).ToText("N0"),
                Of(one, sample => sample.Ratio).ToText("0.00"),
                Of(one, sample => sample.Speed.CpuSecondsPerMillion).ToText("0.00"),
                Of(one, sample => sample.Conversion.CpuSecondsPerMillion).ToText("0.00"),
                Of(one, sample => sample.Memory.AddedMegabytes).ToText("0"),
            }));
        foreach ((string way, int count) in Cases.Where(one => one.Count == Many))
            report.Figure($"{way}: items/s, of the conversion's", Of((way, count), sample => sample.Ratio).Median, "≥", 0.8);
        double few = Of(("gzip, to S3", Few), sample => sample.Memory.AddedMegabytes).Median;
        report.Figure(
            "gzip, to S3: peak of many above that of few, MB",
            Of(("gzip, to S3", Many), sample => sample.Memory.AddedMegabytes).Median - few,
            "≤",
            350);
        report.Save(samples);

        List<UploadSample> Samples(string way, int count)
        {
            string key = $"{way}, {count}";
            return samples.TryGetValue(key, out List<UploadSample>? known) ? known : samples[key] = [];
        }

        Series Of((string Way, int Count) one, Func<UploadSample, double> value) => new(Samples(one.Way, one.Count).Select(value));
    }

    private static UploadSample Measure(string way, int count)
    {
        using ChildProcess process = ChildProcess.OfThisProgram("upload", way, count.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<UploadSample>(process.ReadLine(), JsonSerializerOptions.Web)!;
    }
}
