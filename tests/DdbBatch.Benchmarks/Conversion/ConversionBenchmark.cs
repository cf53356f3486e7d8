using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Management.Automation.Runspaces;

namespace DdbBatch.Benchmarks.Conversion;

/// <summary>
/// The module's conversion beside the naive way, in one run: Import-Csv rows and hashtables into the bytes of request
/// bodies; warm, and cold as a script sees it, in a fresh process with its JIT.
/// </summary>
internal sealed class ConversionBenchmark : IBenchmark
{
    private const int Batch = 25;
    private const int WarmItems = 20_000;
    private const int ColdItems = 10_000;
    private const int WarmRounds = 15;
    private const int ColdRounds = 5;

    private static readonly Dictionary<string, Func<int, object[]>> Inputs = new()
    {
        ["Import-Csv rows"] = ConversionInputs.CsvRows,
        ["hashtables"] = ConversionInputs.Hashtables,
    };

    private static readonly Dictionary<string, Func<ConvertBatch>> Ways = new()
    {
        ["naive"] = () => NaiveConverter.Convert,
        ["ours"] = () => new OurConverter().Convert,
    };

    private delegate int ConvertBatch(ReadOnlySpan<object> batch);

    /// <inheritdoc/>
    public string Name => "conversion";

    /// <inheritdoc/>
    public string Summary => "PowerShell objects into request bodies, beside PSObject.Properties, AttributeValue and the SDK";

    /// <inheritdoc/>
    public void Run(string[] arguments)
    {
        // PSObject looks members up in the type table of the thread's runspace.
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        if (arguments is ["cold", string input, string way])
        {
            Measurement once = Measure(Ways[way](), Inputs[input](ColdItems));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{once.NanosecondsPerItem} {once.BytesPerItem}"));
            return;
        }

        Console.WriteLine("| input | | naive ns/item | ours ns/item | times as fast | naive B/item | ours B/item | share of bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (string name in Inputs.Keys)
        {
            Report(name, "warm", MeasureWarm(name));
            Report(name, "cold", MeasureCold(name));
        }
    }

    private static void Report(string input, string state, Dictionary<string, Measurement> best)
    {
        (Measurement naive, Measurement ours) = (best["naive"], best["ours"]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {input} | {state} | {naive.NanosecondsPerItem:F0} | {ours.NanosecondsPerItem:F0} | "
            + $"{naive.NanosecondsPerItem / ours.NanosecondsPerItem:F2} | {naive.BytesPerItem:F0} | {ours.BytesPerItem:F0} | "
            + $"{ours.BytesPerItem / naive.BytesPerItem:P0} |"));
    }

    // Rounds alternate, and the best counts: what else the machine does falls on both alike.
    private static Dictionary<string, Measurement> MeasureWarm(string input)
    {
        object[] inputs = Inputs[input](WarmItems);
        Dictionary<string, ConvertBatch> ways = Ways.ToDictionary(way => way.Key, way => way.Value());
        return Best(WarmRounds, way => Measure(ways[way], inputs));
    }

    private static Dictionary<string, Measurement> MeasureCold(string input) => Best(ColdRounds, way =>
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in new[] { "conversion", "cold", input, way })
            start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        string[] numbers = child.StandardOutput.ReadToEnd().Split(' ');
        child.WaitForExit();
        return new Measurement(double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    });

    private static Dictionary<string, Measurement> Best(int rounds, Func<string, Measurement> measure)
    {
        Dictionary<string, Measurement> best = [];
        for (int round = 0; round < rounds; round++)
        {
            foreach (string way in Ways.Keys)
            {
                Measurement now = measure(way);
                best[way] = best.TryGetValue(way, out Measurement former) ? former.Min(now) : now;
            }
        }

        return best;
    }

    private static Measurement Measure(ConvertBatch convert, object[] inputs)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        long written = 0;
        for (int i = 0; i < inputs.Length; i += Batch)
            written += convert(inputs.AsSpan(i, Batch));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        if (written < inputs.Length * 100L)
            throw new InvalidOperationException($"{written} bytes can't be {inputs.Length} items.");
        return new Measurement(elapsed.TotalNanoseconds / inputs.Length, (double)bytes / inputs.Length);
    }

    private readonly record struct Measurement(double NanosecondsPerItem, double BytesPerItem)
    {
        public Measurement Min(Measurement other) => new(
            Math.Min(NanosecondsPerItem, other.NanosecondsPerItem), Math.Min(BytesPerItem, other.BytesPerItem));
    }
}
