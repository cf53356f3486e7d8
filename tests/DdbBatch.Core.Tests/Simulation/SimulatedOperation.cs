using System;

namespace DdbBatch.Tests.Simulation;

/// <summary>One row of the input, and what the in-memory DynamoDB holds in store for it.</summary>
/// <param name="Id">Its place in the input of the first run, from 1.</param>
/// <param name="Table">Its table, from 0.</param>
/// <param name="Key">Its key within the table: equal numbers are equal keys, whatever their spelling.</param>
/// <param name="Spelling">How a numeric key is written: 1, 1.0, 10e-1.</param>
/// <param name="Kind">Put or delete.</param>
/// <param name="PadBytes">Length of the item beyond its key.</param>
internal sealed record SimulatedOperation(int Id, int Table, int Key, int Spelling, OperationKind Kind, int PadBytes)
{
    /// <summary>True if it is carried out only over an older version of the item, or over none.</summary>
    public bool OnlyIfNewer { get; init; }

    /// <summary>True for an update of items that exist.</summary>
    public bool MustExist { get; init; }

    /// <summary>True if another writer puts an item of its own while it is on its way.</summary>
    public bool MeetsOther { get; init; }

    /// <summary>True if DynamoDB carries it out only if the item is in a certain state.</summary>
    public bool IsConditional => Kind == OperationKind.Insert || OnlyIfNewer || MustExist;

    /// <summary>How long after the row before it it comes.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>How often DynamoDB leaves it unprocessed, whatever becomes of its batch.</summary>
    public int UnprocessedTimes { get; init; }

    /// <summary>The error code with which DynamoDB refuses any batch that it is in; null for a good one.</summary>
    public string? Refusal { get; init; }

    /// <summary>
    /// From when on DynamoDB refuses it, unless it is for its own fault: an item collection may fill up while it is on its way.
    /// </summary>
    public TimeSpan RefusedAfter { get; init; }

    /// <summary>True if it is refused for what it is, and so from the beginning.</summary>
    public bool IsFaulty => Refusal == "ValidationException";

    /// <summary>True if DynamoDB refuses it at a time.</summary>
    public bool IsRefused(TimeSpan at) => Refusal is not null && (IsFaulty || RefusedAfter <= at);

    public override string ToString() =>
        $"#{Id} {Kind} t{Table}/k{Key}{(Spelling > 0 ? $"~{Spelling}" : "")}{(OnlyIfNewer ? " if newer" : "")}{(MustExist ? " if it exists" : "")}{(MeetsOther ? " beside another" : "")}"
        + (PadBytes > 0 ? $" {PadBytes} B" : "")
        + (Gap > TimeSpan.Zero ? $" after {Gap.TotalSeconds:0.###} s" : "")
        + (UnprocessedTimes > 0 ? $" unprocessed {UnprocessedTimes}×" : "")
        + (Refusal is not null ? $" refused{(RefusedAfter > TimeSpan.Zero && !IsFaulty ? $" from {RefusedAfter}" : "")}: {Refusal}" : "");
}
