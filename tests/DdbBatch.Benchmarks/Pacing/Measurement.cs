using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>A workload as a strategy wrote it.</summary>
/// <param name="Workload">The operations to write.</param>
/// <param name="Strategy">How it was written.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Slices">The events, as counted by the server.</param>
internal sealed record Measurement(
    Workload Workload, string Strategy, double Seconds, IReadOnlyList<SliceCounts> Slices)
{
    // A strategy that leaves most of the capacity unused isn't waited for longer than so many times the shortest time.
    private const int Patience = 3;

    /// <summary>WCU that were used, of those there were, 0 to 1.</summary>
    public double UsedShare => Slices.Sum(slice => slice.UsedUnits) / Workload.CapacityUntil(Seconds);

    /// <summary>Operations that were throttled, counted each time.</summary>
    public int Throttled => Slices.Sum(slice => slice.Throttled);

    /// <summary>Operations that were throttled, of those sent, 0 to 1.</summary>
    public double ThrottledShare => ThrottledShareBetween(0, double.MaxValue);

    /// <summary>Whether everything was written.</summary>
    public bool IsFinished => Slices.Sum(slice => slice.UsedUnits) >= Workload.Count;

    /// <summary>WCU per second that were used in a span of time, in seconds.</summary>
    public double UsedBetween(double from, double to) => Between(from, to).Sum(slice => slice.UsedUnits) / (to - from);

    /// <summary>Operations that were throttled in a span of time, of those sent, 0 to 1.</summary>
    public double ThrottledShareBetween(double from, double to) =>
        Between(from, to).Sum(slice => slice.Throttled) / (double)Math.Max(1, Between(from, to).Sum(slice => slice.Sent));

    public static Measurement Take(Workload workload, IStrategy strategy)
    {
        using ServerProcess server = new(workload.Arguments);
        using DynamoDBClient client = server.CreateClient();
        double atBest = workload.Count / (workload.MaxWriteCapacity ?? workload.CapacityUntil(1e6) / 1e6);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(Patience * atBest));
        Stopwatch clock = Stopwatch.StartNew();
        strategy.Write(client, workload.Count, workload.MaxWriteCapacity, patience.Token);
        return new Measurement(workload, strategy.Name, clock.Elapsed.TotalSeconds, server.ReadCounts());
    }

    private IEnumerable<SliceCounts> Between(double from, double to) => Slices.Where((_, index) =>
        index >= from * SliceCounts.PerSecond && index < to * SliceCounts.PerSecond);
}
