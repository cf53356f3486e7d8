using System;
using System.Globalization;
using DdbBatch.Benchmarks.Contenders;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>A contender in a process of its own, warm as soon as it has run for a while.</summary>
internal sealed class ContenderProcess : IDisposable
{
    private readonly ChildProcess _process;

    private ContenderProcess(string name, ChildProcess process)
    {
        Name = name;
        _process = process;
    }

    /// <summary>Its name in tables.</summary>
    public string Name { get; }

    /// <summary>Starts one that is .NET.</summary>
    /// <param name="name">Its name in tables.</param>
    /// <param name="contender">Its name in the catalog.</param>
    /// <param name="options">The task.</param>
    public static ContenderProcess Start(string name, string contender, ContenderOptions options) => new(
        name,
        ChildProcess.OfThisProgram(
        [
            "contend",
            contender,
            options.Endpoint.AbsoluteUri,
            options.InFlight.ToString(CultureInfo.InvariantCulture),
            options.Shape.ToString(),
            .. options.Destination is { } destination ? new[] { destination.AbsoluteUri } : [],
        ]));

    /// <summary>Takes one of another runtime that is ready.</summary>
    public static ContenderProcess Of(string name, ChildProcess process) => new(name, process);

    /// <summary>Makes it write for a time.</summary>
    public Sample Measure(double seconds) => _process.Ask<Sample>(seconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>Has it write so many items, in one run.</summary>
    public Sample MeasureItems(long items) => _process.Ask<Sample>(string.Create(CultureInfo.InvariantCulture, $"{items} items"));

    public void Dispose() => _process.Dispose();
}
