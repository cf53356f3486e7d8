using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>How well the engine hides latency: beside a bare loop over the same transport, with as many requests in flight.</summary>
internal sealed class LatencyBenchmark : IBenchmark
{
    private static readonly (double LatencyMs, int InFlight)[] Cases =
        [(0, 16), (1, 16), (5, 16), (5, 32), (5, 64), (20, 16), (100, 16)];

    public string Name => "latency";

    public string Summary => "Items/s and CPU at 0 to 100 ms latency, beside a bare loop (3 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        List<(double LatencyMs, int InFlight, List<Sample> Engine, List<Sample> Bare)> measured =
            [.. Cases.Select(one => Measure(one.LatencyMs, one.InFlight, options))];
        report.Table(
            ["latency", "in flight", "items/s (thousands)", "bare loop", "share", "CPU s per million items"],
            measured.Select(one => new[]
            {
                FormattableString.Invariant($"{one.LatencyMs} ms"),
                $"{one.InFlight}",
                PerSecond(one.Engine).ToText("0.0", 1e-3),
                PerSecond(one.Bare).ToText("0.0", 1e-3),
                FormattableString.Invariant($"{Share(one.Engine, one.Bare):P0}"),
                new Series(one.Engine.Select(sample => sample.CpuSecondsPerMillion)).ToText(),
            }));
        foreach (var one in measured.Where(one => one.LatencyMs == 5))
            report.Figure($"items/s at 5 ms, {one.InFlight} in flight, of the bare loop's", Share(one.Engine, one.Bare), "≥", 0.9);
        report.Chart("Items per second by latency and requests in flight", [.. measured.Select(one => (
            FormattableString.Invariant($"{one.LatencyMs} ms, {one.InFlight}"), PerSecond(one.Engine)))]);
        report.Save(measured.Select(one => new { one.LatencyMs, one.InFlight, one.Engine, one.Bare }));
    }

    private static (double LatencyMs, int InFlight, List<Sample> Engine, List<Sample> Bare) Measure(
        double latencyMs, int inFlight, SpeedOptions options)
    {
        using SinkProcess sink = new(latencyMs);
        ContenderOptions contender = new(sink.Endpoint, inFlight, ItemShape.Flat);
        using ContenderProcess engine = ContenderProcess.Start("engine", "engine-direct", contender);
        using ContenderProcess bare = ContenderProcess.Start("bare loop", "bare-direct", contender);
        // Each run of the engine must find its pace again, so rounds are longer than elsewhere, and fewer.
        Dictionary<string, List<Sample>> samples = Rounds.InTurns(
            [engine, bare], options with { Rounds = options.IsQuick ? 1 : 3, RoundSeconds = 4, WarmUpSeconds = 4 });
        return (latencyMs, inFlight, samples[engine.Name], samples[bare.Name]);
    }

    private static Series PerSecond(List<Sample> samples) => new(samples.Select(sample => sample.ItemsPerSecond));

    private static double Share(List<Sample> engine, List<Sample> bare) =>
        Series.Ratios(engine, bare, sample => sample.ItemsPerSecond).Median;
}
