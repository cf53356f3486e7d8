using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>How well a read uses the capacity of a table.</summary>
/// <param name="UsedShare">RCU consumed, of the capacity of that time.</param>
/// <param name="ThrottledShare">Throttled pages, of all that were requested.</param>
/// <param name="Seconds">The time from the first page to the last.</param>
internal sealed record ReadPace(double UsedShare, double ThrottledShare, double Seconds)
{
    /// <summary>The capacity of the table, in RCU per second.</summary>
    public const int Capacity = 1_000;

    /// <summary>Reads a table of a million items once.</summary>
    public static ReadPace Measure()
    {
        SimulatedTable table = Numbered.CreateTable(Capacity);
        CapacitySimulator simulator = new(TimeSpan.FromMilliseconds(5), table);
        using PowerShellSession session = new();
        session.Invoke(
            "Read-DdbTable $args[0] -EndpointUrl $args[1] | Out-Null", Numbered.Table, simulator.Endpoint.AbsoluteUri).ThrowIfFailed();
        simulator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        IReadOnlyList<TimeSlice> slices = table.ReadSlices;
        double seconds = slices.Count * TimeSlice.Length.TotalSeconds;
        int throttled = slices.Sum(slice => slice.Throttled);
        return new ReadPace(
            slices.Sum(slice => slice.AcceptedUnits) / (Capacity * seconds),
            (double)throttled / (throttled + slices.Sum(slice => slice.Accepted)),
            seconds);
    }
}
