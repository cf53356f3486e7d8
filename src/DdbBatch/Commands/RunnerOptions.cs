namespace DdbBatch.Commands;

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

    /// <summary>Keep everything that wasn't written.</summary>
    public bool KeepUnprocessed { get; init; }
}
