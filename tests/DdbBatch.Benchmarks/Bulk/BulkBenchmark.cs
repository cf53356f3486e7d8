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

    public string Name => "bulk";

    public string Summary => "Items into objects in S3, beside their conversion alone (3 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        Dictionary<string, List<UploadSample>> samples = [];
        // Ways take turns: what else the machine does falls on all alike.
        for (int round = 0; round < (options.IsQuick ? 1 : 3); round++)
        {
            foreach (int count in new[] { Few, Many })
            {
                foreach (string way in BulkWay.Names)
                    Samples(way, count).Add(Measure(way, count));
            }
        }

        report.Table(
            ["", "items", "items/s", "of the conversion's", "CPU s per million", "peak MB above idle"],
            from count in new[] { Few, Many }
            from way in BulkWay.Names
            select new[]
            {
                way, count.ToString("N0", CultureInfo.InvariantCulture), Rate(way, count).ToText("N0"), Ratio(way, count).ToText("0.00"),
                Of(way, count, sample => sample.Speed.CpuSecondsPerMillion).ToText("0.00"), Memory(way, count).ToText("0"),
            });
        foreach (string way in BulkWay.Names.Skip(1))
            report.Figure($"{way}: items/s, of the conversion's", Ratio(way, Many).Median, "≥", 0.8);
        report.Figure("gzip, to S3: peak of many above that of few, MB", Memory(BulkWay.Names[4], Many).Median - Memory(BulkWay.Names[4], Few).Median, "≤", 350);
        report.Save(samples);

        List<UploadSample> Samples(string way, int count)
        {
            string key = $"{way}, {count}";
            return samples.TryGetValue(key, out List<UploadSample>? known) ? known : samples[key] = [];
        }

        Series Of(string way, int count, Func<UploadSample, double> value) => new(Samples(way, count).Select(value));

        Series Rate(string way, int count) => Of(way, count, sample => sample.Speed.ItemsPerSecond);

        Series Memory(string way, int count) => Of(way, count, sample => sample.Memory.AddedMegabytes);

        Series Ratio(string way, int count) => new(Samples(way, count).Zip(
            Samples(BulkWay.Conversion, count), (one, alone) => one.Speed.ItemsPerSecond / alone.Speed.ItemsPerSecond));
    }

    private static UploadSample Measure(string way, int count)
    {
        using ChildProcess process = ChildProcess.OfThisProgram("upload", way, count.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<UploadSample>(process.ReadLine(), JsonSerializerOptions.Web)!;
    }
}
