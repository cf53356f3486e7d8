using System;
using DdbBatch.Bulk;

namespace DdbBatch;

/// <summary>A load by DynamoDB's bulk engine, and its status.</summary>
public sealed class BulkLoad
{
    internal BulkLoad()
    {
    }

    /// <summary>The operation's ARN, which identifies it for the other bulk load commands.</summary>
    public string Arn { get; internal init; } = "";

    /// <summary>The table, by the name or ARN that was specified; by its ARN if the manifest cannot be read.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>The status.</summary>
    public BulkLoadStatus Status { get; internal init; }

    /// <summary>The client token: a run with the same token continues this load.</summary>
    public string ClientToken { get; internal init; } = "";

    /// <summary>The objects that are loaded, as s3://bucket/prefix/.</summary>
    public string S3Uri => Input?.ToString() ?? "";

    /// <summary>The location of the report of failed items, as s3://bucket/prefix/.</summary>
    public string OutputS3Uri => Output?.ToString() ?? "";

    /// <summary>The number of items that were uploaded; null if unknown, because DynamoDB does not report it.</summary>
    public long? TotalItems { get; internal init; }

    /// <summary>The number of items that DynamoDB has processed, written or refused.</summary>
    public long ProcessedItems { get; internal init; }

    /// <summary>The number of items that DynamoDB has refused.</summary>
    public long FailedItems { get; internal init; }

    /// <summary>
    /// The number of input objects that broke a rule and were not uploaded, from the load's manifest; 0 if that cannot be
    /// read.
    /// </summary>
    public long InvalidItems { get; internal set; }

    /// <summary>
    /// The number of inputs that a reader upstream (Import-DdbItem, ConvertFrom-DdbJson) could not read and reported as
    /// errors, so that they were not uploaded; 0 if unknown.
    /// </summary>
    public long ReadErrors { get; internal set; }

    /// <summary>The number of items that were written.</summary>
    public long WrittenItems => ProcessedItems - FailedItems;

    /// <summary>The size of the objects in S3, in bytes; null until DynamoDB has counted them.</summary>
    public long? TotalBytes { get; internal init; }

    /// <summary>The number of bytes of the objects that DynamoDB has read.</summary>
    public long ProcessedBytes { get; internal init; }

    /// <summary>The share of the objects that was read, in percent; null while their size is unknown.</summary>
    public double? PercentComplete => TotalBytes is > 0 and { } total ? Math.Min(100, Math.Round(100.0 * ProcessedBytes / total, 1)) : null;

    /// <summary>
    /// The bytes written to the table and its indexes, which determine AWS's charge; null if DynamoDB does not report them.
    /// </summary>
    public long? BulkPutBytes { get; internal init; }

    /// <summary>The maximum number of write request units per second; null for no limit.</summary>
    public long? MaxWriteRequestUnits { get; internal init; }

    /// <summary>The performance tier.</summary>
    public BulkPerformanceTier PerformanceTier { get; internal init; }

    /// <summary>The time at which DynamoDB accepted the load.</summary>
    public DateTimeOffset? StartTime { get; internal init; }

    /// <summary>The time at which it ended; null while it is running.</summary>
    public DateTimeOffset? EndTime { get; internal init; }

    /// <summary>The reason why it failed or was stopped, as DynamoDB's code.</summary>
    public string FailureCode { get; internal init; } = "";

    /// <summary>The reason why it failed or was stopped, as text.</summary>
    public string FailureMessage { get; internal init; } = "";

    internal S3Location? Input { get; init; }

    internal string? InputOwner { get; init; }

    internal S3Location? Output { get; init; }

    internal string? OutputOwner { get; init; }

    /// <summary>True after the load has ended, whatever its result.</summary>
    public bool IsFinished =>
        Status is BulkLoadStatus.Completed or BulkLoadStatus.CompletedWithErrors or BulkLoadStatus.Cancelled or BulkLoadStatus.Failed;

    /// <summary>True if the load has ended and every item was written.</summary>
    public bool Succeeded => Status == BulkLoadStatus.Completed && FailedItems == 0 && InvalidItems == 0 && ReadErrors == 0 && (TotalItems is null || ProcessedItems >= TotalItems);

    /// <summary>Returns one line with the status and the counts.</summary>
    public override string ToString() => $"{Table} {Status}: {ProcessedItems} items processed, {FailedItems} failed, {InvalidItems} invalid";
}
