using System;
using System.Globalization;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>The server process of long: it prints its URL, and for each line the count so far.</summary>
internal sealed class NumberedSinkCommand : IBenchmark
{
    public string Name => "numbered-sink";

    public string Summary => "Not a benchmark: the server process of long. Arguments: LATENCY_MS COUNT";

    public void Run(string[] arguments) =>
        RunAsync(TimeSpan.FromMilliseconds(int.Parse(arguments[0], CultureInfo.InvariantCulture)), int.Parse(arguments[1], CultureInfo.InvariantCulture))
            .GetAwaiter().GetResult();

    private static async System.Threading.Tasks.Task RunAsync(TimeSpan latency, int count)
    {
        NumberedSink numbers = new(count);
        await using Sink sink = new(latency, Music.PartitionKey, Music.SortKey, numbers.Receive);
        Console.WriteLine(sink.Endpoint);
        while (Console.ReadLine() is not null)
            ChildProcess.Tell(numbers.Count);
    }
}
