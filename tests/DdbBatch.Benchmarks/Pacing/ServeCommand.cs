using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>
/// A separate process for the server side of a measurement, because only the client is measured. It prints its URL, and its
/// counts after each line that it reads; it ends with its input.
/// </summary>
internal sealed class ServeCommand : IBenchmark
{
    /// <summary>The simulated table's name.</summary>
    public const string Table = "Music";

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    public string Name => "serve";

    public string Summary => "Not a benchmark: the server process of one. Arguments: free, sink, or SECOND:WCU ...";

    public void Run(string[] arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task RunAsync(string[] arguments)
    {
        if (arguments is ["free"] or ["sink"])
        {
            await using Sink sink = new(arguments is ["free"] ? Latency : TimeSpan.Zero);
            Serve(sink.Endpoint, () => [new SliceCounts(0, 0, (int)sink.Operations)]);
            return;
        }

        SimulatedTable table = new(Table, "Id:S") { Capacity = Schedule(arguments), KeepsItems = false };
        await using CapacitySimulator simulator = new(Latency, table);
        Serve(simulator.Endpoint, () => [.. table.Slices.Select(
            slice => new SliceCounts(slice.AcceptedUnits, slice.Throttled, slice.Accepted + slice.Throttled))]);
    }

    private static void Serve(Uri endpoint, Func<List<SliceCounts>> read)
    {
        Console.WriteLine(endpoint);
        while (Console.ReadLine() is not null)
            Console.WriteLine(JsonSerializer.Serialize(read()));
    }

    private static CapacitySchedule Schedule(string[] steps) => new([.. steps.Select(step => step.Split(':')).Select(
        parts => (
            TimeSpan.FromSeconds(double.Parse(parts[0], CultureInfo.InvariantCulture)),
            double.Parse(parts[1], CultureInfo.InvariantCulture)))]);
}
