using System;
using System.Globalization;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>A server that counts what arrives.</summary>
internal sealed class SinkProcess : IDisposable
{
    private readonly ChildProcess _process;

    /// <param name="latencyMs">How long an answer takes.</param>
    /// <param name="unprocessedShare">How much of what comes is left unprocessed, by chance: 0 to 1.</param>
    public SinkProcess(double latencyMs = 0, double unprocessedShare = 0)
    {
        _process = ChildProcess.OfThisProgram("sink", Text(latencyMs), Text(unprocessedShare));
        Endpoint = new Uri(_process.ReadLine());
    }

    public Uri Endpoint { get; }

    /// <summary>How many operations have come and weren't left unprocessed.</summary>
    public long Operations => long.Parse(_process.Ask(""), CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
