using DdbBatch.Aws;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Running;
using DdbBatch.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Transferring;

/// <summary>The options of a copy or a clearing, as the parameters of its cmdlet set them.</summary>
internal sealed record TransferOptions
{
    /// <summary>The activity, for progress: copying or clearing.</summary>
    public required string Activity { get; init; }

    /// <summary>The table that is read, by the name or ARN that was given.</summary>
    public required string Source { get; init; }

    /// <summary>The table that is written to; the same if its items are deleted.</summary>
    public required string Target { get; init; }

    /// <summary>The endpoint that is read from.</summary>
    public required ResolvedClient SourceConnection { get; init; }

    /// <summary>The endpoint that is written to.</summary>
    public required ResolvedClient TargetConnection { get; init; }

    /// <summary>The description of the table that is read.</summary>
    public required TableDescription Description { get; init; }

    /// <summary>The Scan.</summary>
    public required ReadStatement Statement { get; init; }

    /// <summary>The attributes of -Property that no item had so far.</summary>
    public UnseenAttributes Unseen { get; init; } = UnseenAttributes.OfPaths([]);

    /// <summary>How it is read.</summary>
    public required ReadOptions Read { get; init; }

    /// <summary>How it is written.</summary>
    public required WriteOptions Write { get; init; }

    /// <summary>Put or Delete.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>The files that outlive the run.</summary>
    public required RunFiles Files { get; init; }

    /// <summary>Takes the items that are not written or deleted.</summary>
    public required Leftovers Leftovers { get; init; }

    /// <summary>Returns the summary of the run.</summary>
    /// <param name="read">The counts of the reading.</param>
    /// <param name="write">The counts of the writing.</param>
    public TransferSummary Summarize(ReadSummary read, WriteSummary write) =>
        Kind == OperationKind.Delete ? new ClearSummary(read, write) : new CopySummary(read, write, Target);
}
