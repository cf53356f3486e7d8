using System;
using DdbBatch.FailedItems;
using DdbBatch.Model;

namespace DdbBatch.Running;

/// <summary>The cmdlet's settings for its run.</summary>
internal sealed record RunnerOptions
{
    /// <summary>The name of the activity, for progress and -Confirm.</summary>
    public required string Activity { get; init; }

    /// <summary>The destination in messages: a region or a URL.</summary>
    public required string Endpoint { get; init; }

    public bool NoRetry { get; init; }

    public bool PassThru { get; init; }

    public bool Summary { get; init; }

    /// <summary>The facts of a summary that the run does not count.</summary>
    public required Func<SummaryFacts> Facts { get; init; }

    /// <summary>The number of invalid inputs that ends the run; null for no limit.</summary>
    public int? MaxInvalid { get; init; }

    /// <summary>True if all objects go to one table, so that the run ends with it.</summary>
    public required bool HasOneTable { get; init; }

    /// <summary>Keeps all operations that were not written.</summary>
    public required Leftovers Leftovers { get; init; }

    /// <summary>Skips rows that an earlier run settled, and records those that this one settles.</summary>
    public required RunCheckpoint Checkpoint { get; init; }

    /// <summary>Adds up the operations without writing anything (-WhatIf); null for a run that writes.</summary>
    public PreflightCheck? Preflight { get; init; }

    /// <summary>True to show progress bars.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Returns the number of operations for a table, by its name; null if it is unknown in advance.</summary>
    public required Func<string, long?> ExpectedOperations { get; init; }
}
