using System;
using System.Diagnostics;

namespace DdbBatch.Benchmarks.Processes;

/// <summary>The result of a contender in a span of time.</summary>
/// <param name="Items">Items that were confirmed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="CpuSeconds">Processor time of the client's process, user and system.</param>
/// <param name="Bytes">The bytes that .NET allocated; null for another runtime.</param>
internal sealed record Sample(long Items, double Seconds, double CpuSeconds, long? Bytes)
{
    public double ItemsPerSecond => Items / Seconds;

    public double CpuSecondsPerMillion => CpuSeconds / Items * 1e6;

    public double? BytesPerItem => (double?)Bytes / Items;

    /// <summary>Measures what this process does.</summary>
    /// <param name="write">Does it, and gives the number of items.</param>
    public static Sample Measure(Func<long> write)
    {
        GC.Collect();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        Stopwatch clock = Stopwatch.StartNew();
        long items = write();
        return new Sample(
            items,
            clock.Elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
