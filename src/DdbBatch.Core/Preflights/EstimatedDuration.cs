using System;
using System.Linq;
using DdbBatch.Protocol;

namespace DdbBatch.Preflights;

/// <summary>Estimates how long a table takes to write the operations.</summary>
internal static class EstimatedDuration
{
    /// <summary>
    /// The longest of three times: that of the table's own writes, including its local indexes, at its capacity; that of
    /// each global index at its own capacity; and that of all writes at -MaxWriteCapacity.
    /// </summary>
    /// <returns>Null if neither the table's capacity nor a limit is known.</returns>
    public static TimeSpan? Of(TableEstimate estimate, Throughput? throughput, double? maxWriteCapacity)
    {
        double? seconds = Seconds(estimate.TableUnits + estimate.IndexUnits.Values.Sum(), maxWriteCapacity);
        if (throughput?.WriteCapacity is not null)
        {
            double local = throughput.Indexes.Where(index => index.IsLocal).Sum(index => estimate.IndexUnits[index.Name]);
            seconds = Longest(seconds, Seconds(estimate.TableUnits + local, throughput.WriteCapacity));
            foreach (IndexThroughput index in throughput.Indexes.Where(index => !index.IsLocal))
                seconds = Longest(seconds, Seconds(estimate.IndexUnits[index.Name], index.WriteCapacity));
        }

        // A table without capacity would take forever.
        return seconds is { } known && known < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(known)) : null;
    }

    private static double? Seconds(double units, double? unitsPerSecond) =>
        units == 0 && unitsPerSecond is not null ? 0 : units / unitsPerSecond;

    private static double? Longest(double? left, double? right) => left >= right || right is null ? left : right;
}
