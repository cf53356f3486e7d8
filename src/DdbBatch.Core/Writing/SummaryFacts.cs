namespace DdbBatch.Writing;

/// <summary>What a summary takes from outside the engine.</summary>
internal sealed record SummaryFacts
{
    /// <summary>What readers upstream could not read: files, rows, lines.</summary>
    public long ReadErrors { get; init; }

    /// <summary>Lines of this load that the failed file holds.</summary>
    public long FailedLines { get; init; }

    /// <summary>Inputs that the run ended before.</summary>
    public long NotReached { get; init; }

    /// <summary>Nothing of the kind.</summary>
    public static SummaryFacts None { get; } = new();
}
