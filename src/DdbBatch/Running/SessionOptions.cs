using System;
using System.Collections.Generic;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>The options of a run, as the parameters of its cmdlet set them.</summary>
internal sealed record SessionOptions
{
    /// <summary>The name of the command, for progress and -Confirm.</summary>
    public required string Activity { get; init; }

    /// <summary>The endpoint that it writes to, for messages: a region or a URL.</summary>
    public required string Endpoint { get; init; }

    /// <summary>How the engine writes.</summary>
    public required WriteOptions Write { get; init; }

    /// <summary>The keys of a table if the user gave them (-KeyName); null otherwise.</summary>
    public required Func<string, TableSchema?> KnownSchema { get; init; }

    /// <summary>Finds the table and the operation of a row.</summary>
    public required RowRouter Router { get; init; }

    /// <summary>Converts rows.</summary>
    public required RowConverter Converter { get; init; }

    /// <summary>Takes the rows that are not written.</summary>
    public required Leftovers Leftovers { get; init; }

    /// <summary>The files that outlive the run.</summary>
    public required RunFiles Files { get; init; }

    /// <summary>The facts that must be the same, besides the rows, if the run continues an earlier one.</summary>
    public required string[] LoadIdentity { get; init; }

    /// <summary>Takes the operations whose condition was false; null unless the user asks for them.</summary>
    public ICollection<ConditionFailedItem>? ConditionFailures { get; init; }

    public bool NoRetry { get; init; }

    public bool PassThru { get; init; }

    public bool Summary { get; init; }

    /// <summary>The facts of a summary besides the run's own counts.</summary>
    public required Func<SummaryFacts> Facts { get; init; }

    /// <summary>How many invalid rows end the run; null if no number does.</summary>
    public int? MaxInvalid { get; init; }

    /// <summary>Show bars.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>How many operations a table will get, by its name; null if unknown.</summary>
    public required Func<string, long?> ExpectedOperations { get; init; }
}
