using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>A process of its own for the server that is read from: prepared pages for scans, or generated items for lookups.</summary>
internal sealed class ReadServerCommand : IBenchmark
{
    /// <summary>Usual number of pages of the table, each of 1 MB.</summary>
    public const int UsualPages = 32;

    public string Name => "read-server";

    public string Summary => "Not a benchmark: the server process of reading. Arguments: scan|get LATENCY_MS SHAPE PAGES";

    public void Run(string[] arguments) => RunAsync(
        arguments[0] == "scan",
        TimeSpan.FromMilliseconds(double.Parse(arguments[1], CultureInfo.InvariantCulture)),
        Enum.Parse<ItemShape>(arguments[2]),
        int.Parse(arguments[3], CultureInfo.InvariantCulture)).GetAwaiter().GetResult();

    private static async Task RunAsync(bool isScan, TimeSpan latency, ItemShape shape, int pages)
    {
        if (isScan)
        {
            await using PageSink sink = new(
                latency, [.. Music.Encoded(shape).Select(item => (ReadOnlyMemory<byte>)item.Json)], pages, Music.PartitionKey, Music.SortKey);
            Serve(sink.Endpoint);
        }
        else
        {
            await using CapacitySimulator simulator = new(latency, Numbered.CreateTable(readCapacity: 1e9));
            Serve(simulator.Endpoint);
        }
    }

    private static void Serve(Uri endpoint)
    {
        Console.WriteLine(endpoint);
        while (Console.ReadLine() is not null)
        {
        }
    }
}
