using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>Whether an item costs the same in a long run as in a short one, with many tables, and with repeated keys.</summary>
internal sealed class GrowthBenchmark : IBenchmark
{
    private const string Short = "400,000 items";
    private const string Long = "4,000,000 items";

    private static readonly (string Name, string Contender)[] Variants =
        [("10 tables", "engine-10-tables"), ("100 tables", "engine-100-tables"), ("1 key in 10 repeated", "engine-repeated-keys")];

    public string Name => "growth";

    public string Summary => "Time per item in long runs, with many tables, with repeated keys (3 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        (int shortRun, int longRun) = options.IsQuick ? (100_000, 1_000_000) : (400_000, 4_000_000);
        using SinkProcess sink = new();
        ContenderOptions contender = new(sink.Endpoint, 16, ItemShape.Flat);
        using ContenderProcess plain = ContenderProcess.Start("plain", "engine-direct", contender);
        List<ContenderProcess> variants = [.. Variants.Select(one => ContenderProcess.Start(one.Name, one.Contender, contender))];
        foreach (ContenderProcess process in variants.Prepend(plain))
            process.Measure(options.WarmUpSeconds);
        Dictionary<string, List<Sample>> samples = new() { [Short] = [], [Long] = [] };
        for (int round = 0; round < (options.IsQuick ? 1 : 3); round++)
        {
            samples[Short].Add(plain.MeasureItems(shortRun));
            samples[Long].Add(plain.MeasureItems(longRun));
            foreach (ContenderProcess variant in variants)
                (samples.TryGetValue(variant.Name, out List<Sample>? known) ? known : samples[variant.Name] = []).Add(variant.MeasureItems(shortRun));
        }

        variants.ForEach(variant => variant.Dispose());
        Print(samples, report);
        report.Save(samples);
    }

    private static void Print(Dictionary<string, List<Sample>> samples, Report report)
    {
        double plain = Microseconds(samples[Short]).Median;
        report.Table(
            ["", "µs per item", "of the plain run's", "CPU s per million items"],
            samples.Select(one => new[]
            {
                one.Key,
                Microseconds(one.Value).ToText(),
                FormattableString.Invariant($"{Microseconds(one.Value).Median / plain:0.00}"),
                new Series(one.Value.Select(sample => sample.CpuSecondsPerMillion)).ToText(),
            }));
        report.Figure($"time per item, {Long}, of {Short}", Microseconds(samples[Long]).Median / plain, "≤", 1.1);
        foreach ((string name, _) in Variants)
            report.Figure($"time per item, {name}, of the plain run's", Microseconds(samples[name]).Median / plain, "≤", 1.15);
    }

    private static Series Microseconds(List<Sample> samples) => new(samples.Select(sample => sample.Seconds / sample.Items * 1e6));
}
