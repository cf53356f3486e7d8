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

    private static readonly (string Name, string Contender, bool IsLong, double Goal)[] Variants =
    [
        ("4,000,000 items", "engine-direct", true, 1.1),
        ("10 tables", "engine-10-tables", false, 1.15),
        ("100 tables", "engine-100-tables", false, 1.15),
        ("1 key in 10 repeated", "engine-repeated-keys", false, 1.15),
    ];

    public string Name => "growth";

    public string Summary => "Time per item in long runs, with many tables, with repeated keys (3 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        (int shortRun, int longRun) = options.IsQuick ? (100_000, 1_000_000) : (400_000, 4_000_000);
        using SinkProcess sink = new();
        ContenderOptions contender = new(sink.Endpoint, 16, ItemShape.Flat);
        using ContenderProcess plain = ContenderProcess.Start(Short, "engine-direct", contender);
        List<ContenderProcess> variants = [.. Variants.Select(one => ContenderProcess.Start(one.Name, one.Contender, contender))];
        foreach (ContenderProcess process in variants.Prepend(plain))
            process.Measure(options.WarmUpSeconds);
        // Each beside a plain run of its own.
        Dictionary<string, List<(Sample Plain, Sample Variant)>> pairs = Variants.ToDictionary(one => one.Name, _ => new List<(Sample, Sample)>());
        for (int round = 0; round < (options.IsQuick ? 1 : 9); round++)
        {
            foreach ((ContenderProcess process, bool isLong) in variants.Zip(Variants.Select(one => one.IsLong)))
                pairs[process.Name].Add((plain.MeasureItems(shortRun), process.MeasureItems(isLong ? longRun : shortRun)));
        }

        variants.ForEach(variant => variant.Dispose());
        Print(pairs, report);
        report.Save(pairs.ToDictionary(one => one.Key, one => one.Value.Select(pair => new[] { pair.Plain, pair.Variant })));
    }

    private static void Print(Dictionary<string, List<(Sample Plain, Sample Variant)>> pairs, Report report)
    {
        report.Table(
            ["", "µs per item", $"those of {Short} just before", "of them"],
            pairs.Select(one => new[]
            {
                one.Key,
                new Series(one.Value.Select(pair => Microseconds(pair.Variant))).ToText(),
                new Series(one.Value.Select(pair => Microseconds(pair.Plain))).ToText(),
                Ratio(one.Value).ToText(),
            }));
        foreach ((string name, _, _, double goal) in Variants)
            report.Figure($"time per item, {name}, of {Short}", Ratio(pairs[name]).Median, "≤", goal);
    }

    private static Series Ratio(List<(Sample Plain, Sample Variant)> pairs) =>
        Series.Ratios(pairs.Select(pair => pair.Variant), pairs.Select(pair => pair.Plain), Microseconds);

    private static double Microseconds(Sample sample) => sample.Seconds / sample.Items * 1e6;
}
