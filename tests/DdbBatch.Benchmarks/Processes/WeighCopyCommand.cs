using System;
using DdbBatch.Benchmarks.Contenders;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>A process that hosts PowerShell, copies a table, and reports how much memory that took.</summary>
internal sealed class WeighCopyCommand : IBenchmark
{
    private const int InFlight = 16;

    public string Name => "weigh-copy";

    public string Summary => "Not a benchmark: the client process of copy. Arguments: SMALL_TABLE TABLE DESTINATION";

    public void Run(string[] arguments) => ChildProcess.Tell(
        Weight.Measure(() => Copy(arguments[0], arguments[2]), () => Copy(arguments[1], arguments[2])));

    private static void Copy(string source, string destination)
    {
        ContenderOptions options = new(new Uri(source), InFlight, ItemShape.Flat) { Destination = new Uri(destination) };
        using IContender contender = ContenderCatalog.Create("copy", options);
        contender.Write(items => items == 0);
    }
}
