using System;
using System.Globalization;
using System.Linq;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>
/// A load of 20,000,000 items, in one process after one of 1,000,000: whether each item comes exactly once, and the memory is the same.
/// </summary>
internal sealed class LongBenchmark : IBenchmark
{
    private const int LatencyMs = 5;

    // The first has everything loaded and compiled.
    private static readonly int[] Loads = [1, 1_000_000, 20_000_000];

    public string Name => "long";

    public string Summary => "A load of 20,000,000 items (5 min). --quick: of 2,000,000; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        int[] loads = options.IsQuick ? [.. Loads.Select(count => Math.Max(1, count / 10))] : Loads;
        using ChildProcess server = ChildProcess.OfThisProgram("numbered-sink", Text(LatencyMs), Text(loads.Sum()));
        using ChildProcess client = ChildProcess.OfThisProgram(["long-load", server.ReadLine(), .. loads.Select(Text)]);
        LongLoad[] results = [.. loads.Select(_ => client.Read<LongLoad>())];
        NumberedCount count = server.Ask<NumberedCount>("");
        if (count != new NumberedCount(loads.Sum(), 0) || !results.Select(load => load.Written).SequenceEqual(loads.Select(load => (long)load)))
            throw new InvalidOperationException($"Of {loads.Sum()} items, {count.Distinct} came, and {count.Repeated} again.");
        report.Table(
            ["items", "seconds", "items per second", "peak, MB"],
            results.Skip(1).Select(load => new[]
            {
                load.Written.ToString("N0", CultureInfo.InvariantCulture),
                load.Seconds.ToString("0", CultureInfo.InvariantCulture),
                (load.Written / load.Seconds).ToString("N0", CultureInfo.InvariantCulture),
                (load.Weight.PeakBytes / 1048576.0).ToString("0", CultureInfo.InvariantCulture),
            }));
        // A byte that is kept of each item would be 10 % of the peak.
        report.Figure("peak of many, of that of few", (double)results[2].Weight.PeakBytes / results[1].Weight.PeakBytes, "≤", 1.1);
        report.Save(results);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
