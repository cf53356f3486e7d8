using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>All ways to write, warm, each in a process of its own, in turns, to a server without latency.</summary>
internal sealed class CompareBenchmark : IBenchmark
{
    private const string Engine = "engine, Direct, 8 in flight";
    private const string Command = "Write-DdbBatch, Direct, 8 in flight";
    private const string Sdk = "SDK BatchWriteItemAsync, 8 in flight";
    private const string SdkBuilding = "SDK, AttributeValues built, 8 in flight";

    private static readonly (string Name, string Contender, int InFlight, bool InShort)[] Contenders =
    [
        (Engine, "engine-direct", 8, true),
        ("engine, Sdk, 8 in flight", "engine-sdk", 8, true),
        (Command, "command-direct", 8, true),
        ("Write-DdbBatch, Sdk, 8 in flight", "command-sdk", 8, false),
        ("SDK BatchWriteItemAsync, 1 in flight", "sdk", 1, false),
        (Sdk, "sdk", 8, true),
        ("SDK BatchWriteItemAsync, 16 in flight", "sdk", 16, false),
        (SdkBuilding, "sdk-building", 8, true),
        ("DocumentBatchWrite, 1 in flight", "document", 1, false),
        ("DocumentBatchWrite, 8 in flight", "document", 8, false),
        ("the limit: HttpClient, bodies ready, 8 in flight", "http", 8, true),
    ];

    public string Name => "compare";

    public string Summary => "The module beside every other way to write, warm (9 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        if (!options.IsQuick)
            options = options with { Rounds = 9 };
        Report report = new(Name, options);
        var flat = Measure(ItemShape.Flat, options, report);
        var nested = Measure(ItemShape.Nested, options, report);
        report.Figure("warm engine, CPU, of the SDK loop's", Ratio(flat[Engine], flat[Sdk], Cpu), "≤", 0.4);
        report.Figure("warm engine, bytes allocated, of the SDK loop's", Ratio(flat[Engine], flat[Sdk], Bytes), "≤", 0.3);
        report.Figure("warm engine, nested items, CPU, of the SDK loop's", Ratio(nested[Engine], nested[Sdk], Cpu), "≤", 0.4);
        report.Figure("warm command, CPU, of a loop that builds AttributeValues", Ratio(flat[Command], flat[SdkBuilding], Cpu), "≤", 0.7);
        foreach ((string start, double goal) in new[] { ("DocumentBatchWrite", 3.0), ("boto3", 10), ("Node", 10) })
        {
            if (flat.Keys.Where(name => name.StartsWith(start, StringComparison.Ordinal)).MaxBy(name => Median(flat[name], Speed)) is { } peer)
                report.Figure($"warm command, items/s, times those of {peer}", Ratio(flat[Command], flat[peer], Speed), "≥", goal);
        }

        report.Save(new { flat, nested });
    }

    private static Dictionary<string, List<Sample>> Measure(ItemShape shape, SpeedOptions options, Report report)
    {
        using SinkProcess sink = new();
        List<ContenderProcess> contenders = [.. Contenders
            .Where(one => shape == ItemShape.Flat || one.InShort)
            .Select(one => ContenderProcess.Start(one.Name, one.Contender, new(sink.Endpoint, one.InFlight, shape)))];
        if (shape == ItemShape.Flat)
            contenders.AddRange(PeerProcesses.Start(new(sink.Endpoint, 8, shape), System.IO.Directory.CreateTempSubdirectory().FullName));
        Dictionary<string, List<Sample>> samples = Rounds.InTurns(contenders, options);
        contenders.ForEach(contender => contender.Dispose());
        Print(samples, shape, report);
        return samples;
    }

    private static void Print(Dictionary<string, List<Sample>> samples, ItemShape shape, Report report)
    {
        report.Line("");
        report.Line(shape == ItemShape.Flat ? "Items of about 150 bytes, 6 attributes:" : "Items of about 1 KB, nested:");
        report.Table(
            ["", "CPU s per million items", "of the SDK's", "bytes allocated per item", "items/s (thousands)"],
            samples.Select(one => new[]
            {
                one.Key,
                new Series(one.Value.Select(Cpu)).ToText(),
                FormattableString.Invariant($"{Ratio(one.Value, samples[Sdk], Cpu):0.00}"),
                one.Value[0].Bytes is null ? "" : new Series(one.Value.Select(Bytes)).ToText("0"),
                new Series(one.Value.Select(Speed)).ToText("0", 1e-3),
            }));
        report.Chart(
            $"CPU seconds per million items, {(shape == ItemShape.Flat ? "150 bytes" : "1 KB nested")}",
            [.. samples.Select(one => (one.Key, new Series(one.Value.Select(Cpu))))],
            shape.ToString().ToLowerInvariant());
    }

    private static double Ratio(List<Sample> ours, List<Sample> theirs, Func<Sample, double> figure) =>
        Series.Ratios(ours, theirs, figure).Median;

    private static double Median(List<Sample> samples, Func<Sample, double> figure) => new Series(samples.Select(figure)).Median;

    private static double Cpu(Sample sample) => sample.CpuSecondsPerMillion;

    private static double Bytes(Sample sample) => sample.BytesPerItem ?? 0;

    private static double Speed(Sample sample) => sample.ItemsPerSecond;
}
