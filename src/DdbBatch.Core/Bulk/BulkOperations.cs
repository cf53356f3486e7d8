using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;

namespace DdbBatch.Bulk;

/// <summary>What DynamoDB tells of bulk operations, and what can be asked of them.</summary>
internal sealed class BulkOperations
{
    /// <param name="dynamoDB">Talks to DynamoDB.</param>
    /// <param name="s3">Talks to S3, where the upload's manifest is read for what DynamoDB doesn't know; null to do without.</param>
    public BulkOperations(DynamoDBClient dynamoDB, S3Client? s3)
    {
    }

    /// <summary>Where an operation stands.</summary>
    /// <exception cref="BulkException">There is none with that ARN, or DynamoDB can't be asked.</exception>
    public Task<BulkLoad> DescribeAsync(string arn, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The ARNs of the last 90 days' operations, the newest first, page by page: null asks for the first, and stands behind the last.</summary>
    public Task<(IReadOnlyList<string> Arns, string? NextToken)> ListAsync(string? nextToken, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Asks DynamoDB to stop an operation.</summary>
    public Task<BulkLoad> CancelAsync(string arn, CancellationToken cancellationToken) => throw new NotImplementedException();
}
