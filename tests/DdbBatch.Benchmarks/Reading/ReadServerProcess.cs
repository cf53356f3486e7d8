using System;
using System.Globalization;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.Benchmarks.Processes;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>A server that is read from.</summary>
internal sealed class ReadServerProcess : IDisposable
{
    private readonly ChildProcess _process;

    /// <param name="kind">scan or get.</param>
    /// <param name="latencyMs">How long an answer takes.</param>
    /// <param name="shape">The items of a scan.</param>
    /// <param name="pages">The pages of a scan.</param>
    public ReadServerProcess(string kind, double latencyMs, ItemShape shape, int pages = ReadServerCommand.UsualPages)
    {
        _process = ChildProcess.OfThisProgram(
            "read-server",
            kind,
            latencyMs.ToString(CultureInfo.InvariantCulture),
            shape.ToString(),
            pages.ToString(CultureInfo.InvariantCulture));
        Endpoint = new Uri(_process.ReadLine());
    }

    public Uri Endpoint { get; }

    public void Dispose() => _process.Dispose();
}
