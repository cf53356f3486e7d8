using System;
using DdbBatch.Bulk;

namespace DdbBatch;

/// <summary>A load by DynamoDB's bulk engine: what it is, and where it stands.</summary>
public sealed class BulkLoad
{
    internal BulkLoad()
    {
    }

    /// <summary>The operation's ARN, by which the other bulk load commands find it.</summary>
    public string Arn { get; internal init; } = "";

    /// <summary>The table, by the name or ARN that was given; by its ARN where the manifest can't be read.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>Where it stands.</summary>
    public BulkLoadStatus Status { get; internal init; }

    /// <summary>The token that names it: a run with it goes on with this load.</summary>
    public string ClientToken { get; internal init; } = "";

    /// <summary>The objects that are loaded, as s3://bucket/prefix/.</summary>
    public string S3Uri => Input?.ToString() ?? "";

    /// <summary>Where the report of failed items is, as s3://bucket/prefix/.</summary>
    public string OutputS3Uri => Output?.ToString() ?? "";

    /// <summary>Items that were uploaded; null where that isn't known: DynamoDB itself doesn't say.</summary>
    public long? TotalItems { get; internal init; }

    /// <summary>Items that DynamoDB has processed, written or refused.</summary>
    public long ProcessedItems { get; internal init; }

    /// <summary>Items that DynamoDB has refused.</summary>
    public long FailedItems { get; internal init; }

    /// <summary>
    /// Objects of the input that broke a rule and weren't uploaded, as the load's manifest has them; 0 if that can't be read.
    /// </summary>
    public long InvalidItems { get; internal set; }

    /// <summary>
    /// What a reader upstream (Import-DdbItem, ConvertFrom-DdbJson) could not read and reported as an error, so that it
    /// wasn't uploaded; 0 if this isn't known any more.
    /// </summary>
    public long ReadErrors { get; internal set; }

    /// <summary>Items that were written.</summary>
    public long WrittenItems => ProcessedItems - FailedItems;

    /// <summary>The size of the objects in S3 in bytes; null until DynamoDB has counted them.</summary>
    public long? TotalBytes { get; internal init; }

    /// <summary>Bytes of the objects that DynamoDB has read.</summary>
    public long ProcessedBytes { get; internal init; }

    /// <summary>How much of the objects was read, in percent; null while their size isn't known.</summary>
    public double? PercentComplete => TotalBytes is > 0 and { } total ? Math.Min(100, Math.Round(100.0 * ProcessedBytes / total, 1)) : null;

    /// <summary>Bytes written to the table and its indexes, by which AWS charges; null where DynamoDB doesn't say.</summary>
    public long? BulkPutBytes { get; internal init; }

    /// <summary>Most write request units a second; null for no limit.</summary>
    public long? MaxWriteRequestUnits { get; internal init; }

    /// <summary>The performance tier.</summary>
    public BulkPerformanceTier PerformanceTier { get; internal init; }

    /// <summary>When DynamoDB took it on.</summary>
    public DateTimeOffset? StartTime { get; internal init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndTime { get; internal init; }

    /// <summary>Why it failed or was stopped: DynamoDB's code.</summary>
    public string FailureCode { get; internal init; } = "";

    /// <summary>The same in words.</summary>
    public string FailureMessage { get; internal init; } = "";

    internal S3Location? Input { get; init; }

    internal string? InputOwner { get; init; }

    internal S3Location? Output { get; init; }

    internal string? OutputOwner { get; init; }

    /// <summary>True once it has come to an end, whatever that is.</summary>
    public bool IsFinished =>
        Status is BulkLoadStatus.Completed or BulkLoadStatus.CompletedWithErrors or BulkLoadStatus.Cancelled or BulkLoadStatus.Failed;

    /// <summary>True where it has ended and every item was written.</summary>
    public bool Succeeded => Status == BulkLoadStatus.Completed && FailedItems == 0 && InvalidItems == 0 && ReadErrors == 0 && (TotalItems is null || ProcessedItems >= TotalItems);

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Table} {Status}: {ProcessedItems} items processed, {FailedItems} failed, {InvalidItems} invalid";
}
