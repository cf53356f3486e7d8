using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DdbBatch.Bulk.Load;

/// <summary>Creates the object for a load from DynamoDB's description and the manifest.</summary>
internal static class BulkLoads
{
    private static readonly Dictionary<string, BulkLoadStatus> Statuses = new()
    {
        [BulkOperationStatus.IN_PROGRESS] = BulkLoadStatus.InProgress,
        [BulkOperationStatus.COMPLETED] = BulkLoadStatus.Completed,
        [BulkOperationStatus.COMPLETED_WITH_ERRORS] = BulkLoadStatus.CompletedWithErrors,
        [BulkOperationStatus.CANCELLING] = BulkLoadStatus.Cancelling,
        [BulkOperationStatus.CANCELLED] = BulkLoadStatus.Cancelled,
        [BulkOperationStatus.FAILED] = BulkLoadStatus.Failed,
    };

    /// <summary>Creates the object from DynamoDB's description.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="manifest">The upload's manifest; null if there is none.</param>
    public static BulkLoad Of(BulkOperationDescription operation, BulkManifest? manifest) => new()
    {
        Arn = operation.BulkOperationArn ?? "",
        Table = manifest?.Table ?? operation.TableDetails?.FirstOrDefault()?.TableName ?? "",
        Status = ToStatus(operation.BulkOperationStatus),
        ClientToken = operation.ClientToken ?? manifest?.ClientToken ?? "",
        Input = operation.InputS3Configuration is { } input
            ? new S3Location(input.S3Bucket ?? "", input.S3KeyPrefix ?? "")
            : manifest?.Request.Input,
        InputOwner = operation.InputS3Configuration?.S3BucketOwner,
        Output = operation.OutputS3Configuration is { } output
            ? new S3Location(output.S3Bucket ?? "", output.S3KeyPrefix ?? "")
            : manifest?.Request.Output,
        OutputOwner = operation.OutputS3Configuration?.S3BucketOwner,
        TotalItems = manifest?.Items,
        InvalidItems = manifest?.InvalidItems ?? 0,
        ProcessedItems = operation.ProcessedItemCount ?? 0,
        FailedItems = operation.FailedItemCount ?? 0,
        TotalBytes = operation.TotalInputBytes,
        ProcessedBytes = operation.ProcessedInputBytes ?? 0,
        BulkPutBytes = operation.BulkOperationUsage is { Count: > 0 } usage ? usage.Sum(one => one.BulkPutBytes ?? 0) : null,
        MaxWriteRequestUnits = operation.MaxWriteRequestUnits,
        PerformanceTier = operation.PerformanceTier == BulkOperationPerformanceTier.ACCELERATED
            ? BulkPerformanceTier.Accelerated
            : BulkPerformanceTier.Standard,
        StartTime = ToTime(operation.StartTime),
        EndTime = ToTime(operation.EndTime),
        FailureCode = operation.FailureCode ?? "",
        FailureMessage = operation.FailureMessage ?? "",
    };

    /// <summary>Creates the object from the manifest alone, after DynamoDB has forgotten the operation.</summary>
    public static BulkLoad Of(BulkManifest manifest, BulkStart operation, BulkOutcome outcome) => new()
    {
        Arn = operation.Arn,
        Table = manifest.Table,
        Status = outcome.Status,
        ClientToken = manifest.ClientToken,
        Input = manifest.Request.Input,
        InputOwner = manifest.Request.InputOwner,
        Output = manifest.Request.Output,
        OutputOwner = manifest.Request.OutputOwner,
        TotalItems = manifest.Items,
        InvalidItems = manifest.InvalidItems,
        ProcessedItems = outcome.ProcessedItems,
        FailedItems = outcome.FailedItems,
        TotalBytes = outcome.TotalBytes,
        ProcessedBytes = outcome.ProcessedBytes,
        MaxWriteRequestUnits = manifest.Request.MaxWriteRequestUnits,
        PerformanceTier = manifest.Request.PerformanceTier,
        StartTime = operation.StartTime,
        EndTime = outcome.EndTime,
        FailureCode = outcome.FailureCode,
        FailureMessage = outcome.FailureMessage,
    };

    /// <summary>Parses DynamoDB's name of a status.</summary>
    public static BulkLoadStatus ToStatus(BulkOperationStatus? status) =>
        status is not null && Statuses.TryGetValue(status.Value, out BulkLoadStatus known) ? known : BulkLoadStatus.Unknown;

    private static DateTimeOffset? ToTime(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : null;
}
