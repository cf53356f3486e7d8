using System;
using DdbBatch.Protocol;

namespace DdbBatch.Preflights;

/// <summary>Estimates a run over all items of a table from its description.</summary>
internal static class TransferEstimate
{
    // Developer Guide, "Read and write operations": eventually consistent, an RCU reads two times 4 KB.
    private const double BytesPerReadUnit = 8192;
    private const double BytesPerWriteUnit = 1024;

    /// <summary>Makes the estimate.</summary>
    /// <param name="source">The table that is read.</param>
    /// <param name="target">The table that is written to; null if it does not exist yet.</param>
    /// <param name="isConsistent">True for strongly consistent reads, which cost twice as much.</param>
    /// <param name="maxReadCapacity">-MaxReadCapacity; null without.</param>
    /// <param name="maxWriteCapacity">-MaxWriteCapacity; null without.</param>
    /// <param name="destination">The name or ARN of the table that is written to; null if items are deleted.</param>
    public static TransferPreflight Of(
        TableDescription source,
        TableDescription? target,
        bool isConsistent,
        double? maxReadCapacity,
        double? maxWriteCapacity,
        string? destination)
    {
        double? readUnits = source.SizeBytes / BytesPerReadUnit * (isConsistent ? 2 : 1);
        double? writeUnits = source.ItemCount is > 0 and { } items && source.SizeBytes is { } bytes
            ? items * Math.Max(1, Math.Ceiling((double)bytes / items / BytesPerWriteUnit))
            : source.ItemCount;
        double? seconds = Longest(
            Seconds(readUnits, Least(source.ReadCapacity, maxReadCapacity)),
            Seconds(writeUnits, Least(target?.WriteCapacity, maxWriteCapacity)));
        return new TransferPreflight
        {
            Table = source.Schema.TableName,
            Destination = destination,
            Items = source.ItemCount,
            SizeBytes = source.SizeBytes,
            ReadCapacityUnits = readUnits is { } read ? Math.Ceiling(read) : null,
            WriteCapacityUnits = writeUnits,
            ReadCapacity = source.ReadCapacity,
            WriteCapacity = target?.WriteCapacity,
            EstimatedTime = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(seconds.Value)) : null,
        };
    }

    private static double? Seconds(double? units, double? unitsPerSecond) =>
        units == 0 && unitsPerSecond is not null ? 0 : units / unitsPerSecond;

    private static double? Least(double? left, double? right) => left <= right || right is null ? left : right;

    private static double? Longest(double? left, double? right) => left >= right || right is null ? left : right;
}
