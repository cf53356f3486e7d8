using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>Updates and inserts, beside the SDK's loops and beside a bare loop over the same transport.</summary>
internal sealed class ChangesBenchmark : IBenchmark
{
    private const double LatencyMs = 5;

    private static readonly int[] InFlight = [16, 32, 64, 128];

    private static readonly (string Name, string Contender)[] Contenders =
    [
        ("updates, engine", "engine-merge"),
        ("updates, bare loop", "bare-merge"),
        ("updates, SDK UpdateItemAsync", "sdk-merge"),
        ("inserts, engine, 25 statements a request", "engine-insert"),
        ("inserts, engine, PutItem with a condition", "engine-insert-alone"),
        ("inserts, SDK PutItemAsync with a condition", "sdk-insert"),
    ];

    public string Name => "changes";

    public string Summary => "Updates and inserts, beside the SDK and a bare loop (4 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        Dictionary<string, List<Sample>> cost = MeasureCost(options);
        List<Sample> Of(string contender) => cost[Contenders.Single(one => one.Contender == contender).Name];
        report.Table(
            ["no latency, 8 in flight", "CPU s per million items", "bytes allocated per item", "items/s (thousands)"],
            cost.Select(one => new[]
            {
                one.Key, new Series(one.Value.Select(Cpu)).ToText("0.0"), new Series(one.Value.Select(sample => sample.BytesPerItem ?? 0)).ToText("0"), PerSecond(one.Value).ToText("0.0", 1e-3),
            }));
        var latency = InFlight.Select(inFlight => (InFlight: inFlight, Samples: MeasureLatency(inFlight, options))).ToList();
        report.Table(
            [$"updates, {LatencyMs} ms, in flight", "items/s (thousands)", "bare loop", "share", "CPU s per million items"],
            latency.Select(one => new[]
            {
                $"{one.InFlight}",
                PerSecond(one.Samples.Engine).ToText("0.0", 1e-3),
                PerSecond(one.Samples.Bare).ToText("0.0", 1e-3),
                FormattableString.Invariant($"{Share(one.Samples):P0}"),
                new Series(one.Samples.Engine.Select(Cpu)).ToText("0.0"),
            }));
        var at64 = latency.Single(one => one.InFlight == 64).Samples;
        report.Figure("updates/s at 5 ms, 64 in flight", PerSecond(at64.Engine).Median, "≥", 12_000);
        report.Figure("the same, of the bare loop's", Share(at64), "≥", 0.9);
        report.Figure("updates, CPU, of the SDK loop's", CpuRatio(Of("engine-merge"), Of("sdk-merge")), "≤", 0.6);
        report.Figure("inserts, CPU, of the SDK loop's", CpuRatio(Of("engine-insert"), Of("sdk-insert")), "≤", 0.5);
        report.Figure("inserts in statements, CPU, of that of single requests", CpuRatio(Of("engine-insert"), Of("engine-insert-alone")), "≤", 1);
        report.Chart("CPU seconds per million items", [.. cost.Select(one => (one.Key, new Series(one.Value.Select(Cpu))))]);
        report.Save(new { cost, latency = latency.Select(one => new { one.InFlight, one.Samples.Engine, one.Samples.Bare }) });
    }

    private static Dictionary<string, List<Sample>> MeasureCost(SpeedOptions options)
    {
        using SinkProcess sink = new();
        List<ContenderProcess> contenders = [.. Contenders
            .Select(one => ContenderProcess.Start(one.Name, one.Contender, new(sink.Endpoint, 8, ItemShape.Flat)))];
        Dictionary<string, List<Sample>> samples = Rounds.InTurns(contenders, options);
        contenders.ForEach(contender => contender.Dispose());
        return samples;
    }

    private static (List<Sample> Engine, List<Sample> Bare) MeasureLatency(int inFlight, SpeedOptions options)
    {
        using SinkProcess sink = new(LatencyMs);
        ContenderOptions contender = new(sink.Endpoint, inFlight, ItemShape.Flat);
        using ContenderProcess engine = ContenderProcess.Start("engine", "engine-merge", contender);
        using ContenderProcess bare = ContenderProcess.Start("bare loop", "bare-merge", contender);
        Dictionary<string, List<Sample>> samples = Rounds.InTurns([engine, bare], options);
        return (samples[engine.Name], samples[bare.Name]);
    }

    private static Series PerSecond(List<Sample> samples) => new(samples.Select(sample => sample.ItemsPerSecond));

    private static double Share((List<Sample> Engine, List<Sample> Bare) samples) =>
        Series.Ratios(samples.Engine, samples.Bare, sample => sample.ItemsPerSecond).Median;

    private static double CpuRatio(List<Sample> ours, List<Sample> theirs) => Series.Ratios(ours, theirs, Cpu).Median;

    private static double Cpu(Sample sample) => sample.CpuSecondsPerMillion;
}
