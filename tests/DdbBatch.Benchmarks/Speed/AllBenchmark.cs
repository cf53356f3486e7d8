using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>One speed benchmark after the other.</summary>
internal sealed class AllBenchmark(IReadOnlyList<IBenchmark> benchmarks) : IBenchmark
{
    public string Name => "all";

    public string Summary => $"{string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))} (25 min; 5 min with --quick). --out FOLDER";

    public void Run(string[] arguments)
    {
        Stopwatch clock = Stopwatch.StartNew();
        foreach (IBenchmark benchmark in benchmarks)
        {
            benchmark.Run(arguments);
            Console.WriteLine();
        }

        Console.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalMinutes:0.0} min"));
    }
}
