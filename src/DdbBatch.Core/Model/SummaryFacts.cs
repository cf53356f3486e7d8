namespace DdbBatch.Model;

/// <summary>The facts of a summary that the engine does not know.</summary>
internal sealed record SummaryFacts
{
    /// <summary>The files, rows and lines that readers upstream could not read.</summary>
    public long ReadErrors { get; init; }

    /// <summary>Lines of this load that the failed file holds.</summary>
    public long FailedLines { get; init; }

    /// <summary>Inputs that the run ended before.</summary>
    public long NotReached { get; init; }

    /// <summary>A summary without such facts.</summary>
    public static SummaryFacts None { get; } = new();
}
