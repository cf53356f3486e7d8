using System;

namespace DdbBatch.Bulk;

/// <summary>An operation that was started.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="StartTime">When DynamoDB took it on, if it says so.</param>
internal sealed record BulkStart(string Arn, DateTimeOffset? StartTime);
