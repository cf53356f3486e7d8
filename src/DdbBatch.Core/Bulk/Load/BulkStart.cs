using System;

namespace DdbBatch.Bulk.Load;

/// <summary>An operation that was started.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="StartTime">The time at which DynamoDB accepted it; null if not reported.</param>
internal sealed record BulkStart(string Arn, DateTimeOffset? StartTime);
