using System;
using System.Collections.Generic;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>One run over an input: its options, what goes wrong in it, and when it is stopped.</summary>
internal sealed record RunPlan
{
    public required ulong Seed { get; init; }

    public required WriteOptions Options { get; init; }

    /// <summary>How much of the requests something goes wrong with, 0 to 1, until <see cref="FaultsEnd"/>.</summary>
    public double FaultRate { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [Fault.None];

    public TimeSpan FaultsEnd { get; init; }

    public TimeSpan MaxLatency { get; init; }

    /// <summary>After how long the client gives up on an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>WCU that DynamoDB reports for each unit by the items' sizes (indexes).</summary>
    public double ConsumedPerUnit { get; init; } = 1;

    /// <summary>True if DynamoDB is asked for each table's key; false if the keys are known (-KeyName).</summary>
    public bool Describes { get; init; }

    /// <summary>When the run is stopped; null for never.</summary>
    public TimeSpan? StopAt { get; init; }

    /// <summary>True for a run of a load, with a checkpoint and a failed file.</summary>
    public bool IsOfLoad { get; init; }

    /// <summary>When the machine goes down; null for never.</summary>
    public TimeSpan? KillAt { get; init; }

    /// <summary>After how many uses of the disk the machine goes down, in the middle of the next one; null for never.</summary>
    public int? KillAtUse { get; init; }

    /// <summary>How long answers may still come in after that.</summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>True if the input continues although the run was stopped or has failed.</summary>
    public bool FeedsOnAfterEnd { get; init; }

    /// <summary>How long after the run before it it starts.</summary>
    public TimeSpan StartDelay { get; init; }

    /// <summary>True to replay in the order of the input; false for the order in which leftovers were reported.</summary>
    public bool ReplaysInInputOrder { get; init; }

    /// <summary>True if there are no faults, so that every valid operation must be written.</summary>
    public bool IsCalm { get; init; }

    public override string ToString() =>
        $"{Options}\n    faults {FaultRate:0.##} until {FaultsEnd} of [{string.Join(", ", Faults)}], latency {MaxLatency}, timeout {Timeout}"
        + (StopAt is { } stop ? $", stop at {stop} + {StopGrace}" : "")
        + (IsOfLoad ? ", of the load" : "")
        + (KillAt is { } kill ? $", killed at {kill}" : "")
        + (KillAtUse is { } use ? $", killed at use {use} of the disk" : "")
        + (Describes ? ", describes" : "")
        + (FeedsOnAfterEnd ? ", feeds on" : "")
        + $", starts {StartDelay} later{(ReplaysInInputOrder ? ", in input order" : "")}";
}
