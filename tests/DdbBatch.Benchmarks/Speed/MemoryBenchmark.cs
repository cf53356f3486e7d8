using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdbBatch.Benchmarks.Processes;
using DdbBatch.Benchmarks.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Benchmarks.Speed;

/// <summary>Peak resident memory above an idle host, for few and many, small and large items.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const string Few = "200,000 items of 150 bytes";
    private const string Many = "2,000,000 items of 150 bytes";
    private const string Dropped = Many + ", made and dropped";
    private const string Large = "2,000 items of 400 KB";

    // .NET collects nothing before its nursery is full, which is as large as the processor's cache lets it be: the items
    // that are only made show how much of the memory is the nursery's.
    private static readonly (string Name, int Count, int TextCharacters, bool Writes)[] Cases =
        [(Few, 200_000, 16, true), (Many, 2_000_000, 16, true), (Dropped, 2_000_000, 16, false), (Large, 2_000, 409_000, true)];

    public string Name => "memory";

    public string Summary => "Peak memory above an idle host (3 min). --quick; --out FOLDER";

    public void Run(string[] arguments)
    {
        SpeedOptions options = SpeedOptions.Read(arguments);
        Report report = new(Name, options);
        Dictionary<string, List<Weight>> weights = Cases.ToDictionary(one => one.Name, _ => new List<Weight>());
        for (int round = 0; round < (options.IsQuick ? 1 : 3); round++)
        {
            foreach ((string name, int count, int textCharacters, bool writes) in Cases)
                weights[name].Add(Weigh(count, textCharacters, writes));
        }

        report.Table(
            ["", "MB above the idle host", "idle host, MB"],
            weights.Select(one => new[]
            {
                one.Key, Added(one.Value).ToText("0"), new Series(one.Value.Select(weight => weight.IdleBytes / 1048576.0)).ToText("0"),
            }));
        double budget = new WriteOptions().BufferBytes / 1048576.0;
        report.Figure($"{Few}, MB", Added(weights[Few]).Median, "≤", 45);
        report.Figure($"{Many}, MB", Added(weights[Many]).Median, "≤", 45);
        report.Figure("peak of many, of that of few", weights[Many].Average(Peak) / weights[Few].Average(Peak), "≤", 1.05);
        report.Figure($"{Large}, MB", Added(weights[Large]).Median, "≤", budget + 64);
        report.Save(weights);
    }

    private static Weight Weigh(int count, int textCharacters, bool writes)
    {
        using SinkProcess sink = new();
        using ChildProcess process = ChildProcess.OfThisProgram(
            "weigh",
            sink.Endpoint.AbsoluteUri,
            count.ToString(CultureInfo.InvariantCulture),
            textCharacters.ToString(CultureInfo.InvariantCulture),
            writes.ToString());
        Weight weight = process.Read<Weight>();
        // The one is the idle host's.
        long expected = writes ? count + 1 : 1;
        if (sink.Operations != expected)
            throw new InvalidOperationException($"{sink.Operations} items have come in place of {expected}.");
        return weight;
    }

    private static Series Added(List<Weight> weights) => new(weights.Select(weight => weight.AddedMegabytes));

    private static double Peak(Weight weight) => weight.PeakBytes;
}
