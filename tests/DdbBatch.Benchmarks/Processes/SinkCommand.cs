using System;
using System.Globalization;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>
/// A separate process for the server of a measurement, because only the client is measured. It prints its URL, and for each
/// line the number of operations so far.
/// </summary>
internal sealed class SinkCommand : IBenchmark
{
    // So many tables a server that leaves operations unprocessed has to know by name.
    private const int Tables = 100;

    public string Name => "sink";

    public string Summary => "Not a benchmark: the server process of one. Arguments: LATENCY_MS UNPROCESSED_SHARE";

    public void Run(string[] arguments)
    {
        double[] numbers = [.. arguments.Select(argument => double.Parse(argument, CultureInfo.InvariantCulture))];
        RunAsync(TimeSpan.FromMilliseconds(numbers[0]), numbers[1]).GetAwaiter().GetResult();
    }

    private static async System.Threading.Tasks.Task RunAsync(TimeSpan latency, double unprocessedShare)
    {
        if (unprocessedShare == 0)
        {
            await using Sink sink = new(latency, Music.PartitionKey, Music.SortKey);
            Serve(sink.Endpoint, () => sink.Operations);
            return;
        }

        SimulatedTable[] tables = [.. Enumerable.Range(0, Tables).Select(number => new SimulatedTable(
            Music.TableName(number), Music.PartitionKey, Music.SortKey)
        {
            Capacity = 1_000_000,
            KeepsItems = false,
            UnprocessedShare = unprocessedShare,
        })];
        await using CapacitySimulator simulator = new(latency, tables);
        Serve(simulator.Endpoint, () => tables.Sum(table => table.Slices.Sum(slice => (long)slice.Accepted)));
    }

    private static void Serve(Uri endpoint, Func<long> count)
    {
        Console.WriteLine(endpoint);
        while (Console.ReadLine() is not null)
            Console.WriteLine(count());
    }
}
