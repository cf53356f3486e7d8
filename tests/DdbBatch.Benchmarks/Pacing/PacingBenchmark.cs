using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>
/// How much of a table's capacity is used, and how many operations are throttled, compared with other tools in one run; and
/// the cost of the engine itself if nothing is throttled.
/// </summary>
internal sealed class PacingBenchmark : IBenchmark
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly IStrategy[] Strategies =
    [
        new OurStrategy(),
        new ResendStrategy("immediate resend", 1, _ => TimeSpan.Zero),
        new ResendStrategy("exponential backoff", 1, ResendStrategy.Backoff),
        new ResendStrategy("8 workers, backoff", 8, ResendStrategy.Backoff),
    ];

    public string Name => "pacing";

    public string Summary =>
        "Capacity used and operations throttled, against the peers' ways. --full: 60 s each (25 min), else 10 s (6 min). "
        + "--alone: without the peers. --out FOLDER: charts and JSON.";

    public void Run(string[] arguments)
    {
        bool isFull = arguments.Contains("--full");
        IStrategy[] strategies = arguments.Contains("--alone") ? Strategies[..1] : Strategies;
        int seconds = isFull ? 60 : 10;
        string folder = arguments.SkipWhile(argument => argument != "--out").ElementAtOrDefault(1) ?? "out/pacing";
        Workload[] workloads =
        [
            Workload.Constant(100, seconds), Workload.Constant(1000, seconds), Workload.Constant(10_000, seconds),
            Workload.Stepped(isFull ? 20 : 6),
        ];
        List<Measurement> all = [];
        Console.WriteLine($"{"workload",-22}{"strategy",-22}{"WCU used",10}{"throttled",22}{"seconds",9}{"items/s",9}");
        foreach (Workload workload in workloads)
        {
            List<Measurement> measurements = [.. strategies.Select(strategy => Print(Measurement.Take(workload, strategy)))];
            PrintRatios(measurements);
            PacingCharts.Draw(measurements, folder);
            all.AddRange(measurements);
        }

        PrintSteps(all.First(measurement => measurement.Workload.Steps.Count > 1));
        Measurement capped = Print(Measurement.Take(Workload.Capped(isFull ? 30 : 10), Strategies[0]));
        Console.WriteLine($"  of the ceiling: {capped.Slices.Sum(slice => slice.UsedUnits) / capped.Seconds / 300:P1}");
        List<FreeRun> free = [.. new[] { 16, 32, 64 }.Select(inFlight => Print(FreeRun.Take(inFlight, isFull ? 5 : 3)))];
        File.WriteAllText(
            Path.Combine(folder, "pacing.json"), JsonSerializer.Serialize(new { all, capped, free }, Indented));
    }

    private static Measurement Print(Measurement taken)
    {
        Console.WriteLine(
            $"{taken.Workload.Name,-22}{taken.Strategy,-22}{taken.UsedShare,10:P1}{taken.Throttled,12} ({taken.ThrottledShare,6:P1})"
            + $"{taken.Seconds,10:0.0}{taken.Slices.Sum(slice => slice.UsedUnits) / taken.Seconds,9:0}"
            + (taken.IsFinished ? "" : "  not finished"));
        return taken;
    }

    // A way that leaves most of the capacity unused has nothing throttled: it isn't compared with.
    private static void PrintRatios(List<Measurement> measurements)
    {
        Measurement ours = measurements[0];
        foreach (Measurement peer in measurements.Skip(1).Where(peer => peer.IsFinished))
        {
            Console.WriteLine(
                $"  ours to {peer.Strategy}: {ours.Throttled / (double)Math.Max(1, peer.Throttled):0.00} of the operations "
                + $"throttled, {ours.Seconds / peer.Seconds:0.00} of the time");
        }
    }

    private static void PrintSteps(Measurement ours)
    {
        double up = ours.Workload.Steps[1].Second, down = ours.Workload.Steps[2].Second;
        Console.WriteLine(
            $"  3 s after the step up: {ours.UsedBetween(up + 3, up + 4) / ours.Workload.CapacityAt(up):P1} of the capacity used; "
            + $"3 s after the step down: {ours.ThrottledShareBetween(down + 3, down + 4):P1} throttled");
    }

    private static FreeRun Print(FreeRun taken)
    {
        Console.WriteLine(
            $"{"nothing throttled",-22}{taken.InFlight + " in flight",-22}{taken.OursPerSecond,10:0} items/s; bare loop "
            + $"{taken.BarePerSecond:0} items/s: {taken.OursPerSecond / taken.BarePerSecond:P0}");
        return taken;
    }
}
