using System;

namespace DdbBatch;

/// <summary>
/// Estimates of a copy, or of the deletion of all items, made without reading any (-WhatIf). They are computed from the counts
/// of DescribeTable, which are up to six hours old, and count all items, whatever -Filter says.
/// </summary>
public sealed class TransferPreflight
{
    /// <summary>The table that would be read, by the name or ARN that was specified.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>The table that would be written to; null if items of the table itself would be deleted.</summary>
    public string? Destination { get; internal init; }

    /// <summary>Items in the table; null if not reported.</summary>
    public long? Items { get; internal init; }

    /// <summary>The size of all items, in bytes; null if not reported.</summary>
    public long? SizeBytes { get; internal init; }

    /// <summary>Read capacity that the scan would consume, in RCU.</summary>
    public double? ReadCapacityUnits { get; internal init; }

    /// <summary>
    /// Write capacity that the table would consume, in WCU, if all items had the average size. Each secondary index of the
    /// table that is written to can consume as much again.
    /// </summary>
    public double? WriteCapacityUnits { get; internal init; }

    /// <summary>RCU per second that the table provides; null if unknown.</summary>
    public double? ReadCapacity { get; internal init; }

    /// <summary>WCU per second that the table that is written to provides; null if unknown.</summary>
    public double? WriteCapacity { get; internal init; }

    /// <summary>
    /// The estimated time at these capacities, or at -MaxReadCapacity and -MaxWriteCapacity if those are lower; null if neither
    /// is known.
    /// </summary>
    public TimeSpan? EstimatedTime { get; internal init; }

    /// <summary>
    /// True if point-in-time recovery is on for the table that items would be deleted from; null if that is unknown, and for a
    /// copy.
    /// </summary>
    public bool? PointInTimeRecovery { get; internal set; }

    /// <summary>Returns one line with the estimates.</summary>
    public override string ToString() => Items is null
        ? $"{Table}: the number of items is unknown"
        : FormattableString.Invariant($"{Table}: about {Items} items, {SizeBytes} bytes, {ReadCapacityUnits:0} RCU, {WriteCapacityUnits:0} WCU")
            + (EstimatedTime is { } time ? FormattableString.Invariant($", {time:c}") : "");
}
