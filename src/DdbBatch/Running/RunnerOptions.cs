using System;
using DdbBatch.FailedItems;
using DdbBatch.Model;

namespace DdbBatch.Running;

/// <summary>What a cmdlet tells of its run.</summary>
internal sealed record RunnerOptions
{
    /// <summary>What the run does, for progress and -Confirm.</summary>
    public required string Activity { get; init; }

    /// <summary>Where it writes to, for messages: a region or a URL.</summary>
    public required string Endpoint { get; init; }

    public bool NoRetry { get; init; }

    public bool PassThru { get; init; }

    public bool Summary { get; init; }

    /// <summary>The facts of a summary besides the run's own counts.</summary>
    public required Func<SummaryFacts> Facts { get; init; }

    /// <summary>How many invalid inputs end the run; null if no number does.</summary>
    public int? MaxInvalid { get; init; }

    /// <summary>Whether all objects go to one table, so that the run ends with it.</summary>
    public required bool HasOneTable { get; init; }

    /// <summary>Takes everything that wasn't written.</summary>
    public required Leftovers Leftovers { get; init; }

    /// <summary>Skips what an earlier run settled, and notes what this one settles.</summary>
    public required RunCheckpoint Checkpoint { get; init; }

    /// <summary>Adds up what would be written, and nothing is (-WhatIf); null for a run that writes.</summary>
    public PreflightCheck? Preflight { get; init; }

    /// <summary>Show bars.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>How many operations a table will get, by its name; null where that isn't known beforehand.</summary>
    public required Func<string, long?> ExpectedOperations { get; init; }
}
