using System;
using System.Diagnostics;
using System.Globalization;
using DdbBatch.Benchmarks.Contenders;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>
/// A separate process for one contender, which keeps it warm: for each line, it writes the items and reports the result.
/// </summary>
internal sealed class ContendCommand : IBenchmark
{
    public string Name => "contend";

    public string Summary => "Not a benchmark: the client process of one. Arguments: CONTENDER ENDPOINT IN_FLIGHT SHAPE [DESTINATION]";

    public void Run(string[] arguments)
    {
        ContenderOptions options = new(
            new Uri(arguments[1]), int.Parse(arguments[2], CultureInfo.InvariantCulture), Enum.Parse<ItemShape>(arguments[3]))
        {
            Destination = arguments.Length > 4 ? new Uri(arguments[4]) : null,
        };
        using IContender contender = ContenderCatalog.Create(arguments[0], options);
        while (Console.ReadLine() is { } quota)
            ChildProcess.Tell(Measure(contender, quota.Split(' ')));
    }

    // "2" is seconds, "400000 items" are items.
    private static Sample Measure(IContender contender, string[] quota)
    {
        double most = double.Parse(quota[0], CultureInfo.InvariantCulture);
        Stopwatch clock = Stopwatch.StartNew();
        return Sample.Measure(() => contender.Write(
            quota.Length > 1 ? count => count < most : _ => clock.Elapsed.TotalSeconds < most));
    }
}
