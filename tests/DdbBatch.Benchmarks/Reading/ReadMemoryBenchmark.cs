using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.TestKit;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>The peak memory of Read-DdbTable for a small table, and then for one of any size.</summary>
internal sealed class ReadMemoryBenchmark : IBenchmark
{
    // A page of 1 MB has about 7,000 of the items.
    private const int PagesPerMillion = 150;
    private const int DefaultMillions = 50;
    private const double MostGrowth = 0.1;

    public string Name => "read-memory";

    public string Summary => "Peak memory of Read-DdbTable for 1 and for 50 million items (10 min): read-memory [millions]";

    public void Run(string[] arguments)
    {
        int millions = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultMillions;
        using PowerShellSession session = new();
        Console.WriteLine(FormattableString.Invariant($"the idle host: {PeakMegabytes:0} MB"));
        double few = Read(session, 1);
        double growth = (Read(session, millions) / few) - 1;
        Console.WriteLine(FormattableString.Invariant(
            $"{growth:0.0 %} more: {(growth <= MostGrowth ? "within" : "OVER")} the limit of {MostGrowth:0 %}"));
    }

    private static double PeakMegabytes
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / 1048576.0;
        }
    }

    private static double Read(PowerShellSession session, int millions)
    {
        using ReadServerProcess server = new("scan", 0, ItemShape.Flat, millions * PagesPerMillion);
        Stopwatch watch = Stopwatch.StartNew();
        object items = session.Invoke(
            "Read-DdbTable $args[0] -EndpointUrl $args[1] -SummaryVariable s | Out-Null; $s.Items", Music.Table, server.Endpoint.AbsoluteUri)
            .ThrowIfFailed().Output.Single().BaseObject;
        double peak = PeakMegabytes;
        Console.WriteLine(FormattableString.Invariant(
            $"{items:N0} items in {watch.Elapsed.TotalSeconds:0} s: {peak:0} MB at most"));
        return peak;
    }
}
