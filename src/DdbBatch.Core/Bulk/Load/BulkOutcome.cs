using System;

namespace DdbBatch.Bulk.Load;

/// <summary>The result of an operation, which DynamoDB forgets after 90 days.</summary>
internal sealed record BulkOutcome(
    BulkLoadStatus Status,
    long ProcessedItems,
    long FailedItems,
    long ProcessedBytes,
    long? TotalBytes,
    DateTimeOffset? EndTime,
    string FailureCode,
    string FailureMessage)
{
    public static BulkOutcome Of(BulkLoad load) => new(
        load.Status,
        load.ProcessedItems,
        load.FailedItems,
        load.ProcessedBytes,
        load.TotalBytes,
        load.EndTime,
        load.FailureCode,
        load.FailureMessage);
}
