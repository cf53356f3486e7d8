using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;
using DdbBatch.Benchmarks.Speed;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>Copy-DdbTable beside Read-DdbTable | Write-DdbBatch, in turns; and the memory of short and long copies.</summary>
internal sealed class CopyBenchmark : IBenchmark
{
    private const string Copy = "Copy-DdbTable";
    private const string Pipeline = "Read-DdbTable | Write-DdbBatch";
    private const int InFlight = 8;

    public string Name => "copy";

    public string Summary => "Copy-DdbTable beside Read-DdbTable | Write-DdbBatch, and its memory (4 min). --quick; --memory only; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        bool isMemoryOnly = arguments.Contains("--memory");
        Dictionary<string, List<Sample>> speed = isMemoryOnly ? [] : MeasureSpeed(options, report);
        List<(long Items, Weight Weight)> memory = options.IsQuick && !isMemoryOnly ? [] : [Weigh(pages: 72), Weigh(pages: 720)];
        if (memory.Count > 0)
        {
            report.Table(
                ["items", "idle host, MB", "peak, MB"],
                memory.Select(one => new[] { $"{one.Items}", Megabytes(one.Weight.IdleBytes), Megabytes(one.Weight.PeakBytes) }));
            report.Figure("peak of 10 times the items, of that of the fewer", (double)memory[1].Weight.PeakBytes / memory[0].Weight.PeakBytes, "≤", 1.1);
        }

        report.Save(new { speed, memory = memory.Select(one => new { one.Items, one.Weight }) });
    }

    private static Dictionary<string, List<Sample>> MeasureSpeed(SpeedOptions options, Report report)
    {
        using ReadServerProcess source = new("scan", 0, ItemShape.Flat);
        using SinkProcess destination = new();
        ContenderOptions task = new(source.Endpoint, InFlight, ItemShape.Flat) { Destination = destination.Endpoint };
        List<ContenderProcess> contenders =
            [ContenderProcess.Start(Copy, "copy", task), ContenderProcess.Start(Pipeline, "read-write", task)];
        Dictionary<string, List<Sample>> samples = Rounds.InTurns(contenders, options);
        contenders.ForEach(contender => contender.Dispose());
        report.Table(
            ["items of about 150 bytes", "items/s (thousands)", "CPU s per million items", "bytes allocated per item"],
            samples.Select(one => new[]
            {
                one.Key,
                new Series(one.Value.Select(sample => sample.ItemsPerSecond)).ToText("0", 1e-3),
                new Series(one.Value.Select(sample => sample.CpuSecondsPerMillion)).ToText(),
                new Series(one.Value.Select(sample => sample.BytesPerItem!.Value)).ToText("0"),
            }));
        report.Figure(
            "Copy-DdbTable, items/s, of the pipeline's",
            Series.Ratios(samples[Copy], samples[Pipeline], sample => sample.ItemsPerSecond).Median, "≥", 2.5);
        report.Figure(
            "the pipeline's CPU per item, of Copy-DdbTable's",
            Series.Ratios(samples[Pipeline], samples[Copy], sample => sample.CpuSecondsPerMillion).Median, "≥", 2.5);
        return samples;
    }

    private static (long Items, Weight Weight) Weigh(int pages)
    {
        using ReadServerProcess warm = new("scan", 0, ItemShape.Flat, pages: 8);
        using ReadServerProcess source = new("scan", 0, ItemShape.Flat, pages);
        using SinkProcess destination = new();
        using ChildProcess process = ChildProcess.OfThisProgram(
            "weigh-copy", warm.Endpoint.AbsoluteUri, source.Endpoint.AbsoluteUri, destination.Endpoint.AbsoluteUri);
        Weight weight = process.Read<Weight>();
        return (destination.Operations * pages / (pages + 8), weight);
    }

    private static string Megabytes(long bytes) => (bytes / 1048576.0).ToString("0", CultureInfo.InvariantCulture);
}
