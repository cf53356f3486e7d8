using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>One load of the client process of long.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Written">The items that the command reported as written.</param>
/// <param name="Weight">The memory before the first load, and the most until the end of this one.</param>
internal sealed record LongLoad(double Seconds, long Written, Weight Weight);

/// <summary>The client process of long: it hosts PowerShell, and has Write-DdbBatch write numbered items, a load per argument.</summary>
internal sealed class LongLoadCommand : IBenchmark
{
    private const int InFlight = 32;
    private const int TextCharacters = 16;

    public string Name => "long-load";

    public string Summary => "Not a benchmark: the client process of long. Arguments: ENDPOINT COUNT…";

    public void Run(string[] arguments)
    {
        using CommandContender contender = new(new(new Uri(arguments[0]), InFlight, ItemShape.Flat), TransportKind.Direct);
        int first = 0;
        foreach (int count in arguments.Skip(1).Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)))
        {
            long written = 0;
            double seconds = 0;
            Weight weight = Weight.Measure(() => { }, () =>
            {
                long start = Stopwatch.GetTimestamp();
                written = contender.Write(WeighCommand.Items(count, TextCharacters, first));
                seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            });
            ChildProcess.Tell(new LongLoad(seconds, written, weight));
            first += count;
        }
    }
}
