using System;
using System.Management.Automation;
using DdbBatch.Bulk;
using DdbBatch.Items;
using DdbBatch.Reporting;

namespace DdbBatch.BulkLoading;

/// <summary>The errors of bulk loads.</summary>
internal static class BulkLoadErrors
{
    /// <summary>A bulk load that cannot start or continue.</summary>
    // Without the inner exceptions, because AWS's message about a wrong signature has the session token in it.
    public static ErrorRecord Of(BulkException exception) => Errors.Create(
        new InvalidOperationException(exception.Message), exception.ErrorId, Category(exception.ErrorId), null, exception.Message);

    /// <summary>An item that DynamoDB's bulk engine refused or did not process.</summary>
    public static ErrorRecord Refused(UnprocessedItem item) => Errors.Create(
        new InvalidOperationException(
            $"An item for table '{item.Table}' {(item.Outcome == OperationOutcome.Unknown ? "may not be written" : "was refused by DynamoDB")}: "
            + $"{item.ErrorCode}: {Sentence.Of(item.Reason)}"),
        item.ErrorCode,
        item.Outcome == OperationOutcome.Unknown ? ErrorCategory.OperationStopped : ErrorCategory.InvalidData,
        item,
        "The error's TargetObject has the item: correct it and pipe it to Write-DdbBatch; the others are not affected.");

    /// <summary>A bulk load that has failed or was cancelled.</summary>
    public static ErrorRecord Ended(BulkLoad load) => Errors.Create(
        new InvalidOperationException(
            $"The load into table '{load.Table}' {(load.Status == BulkLoadStatus.Cancelled ? "was stopped" : "has failed")} after "
            + $"{load.ProcessedItems} items, {load.FailedItems} of them refused: {load.FailureCode}: {Sentence.Of(load.FailureMessage ?? "")}"),
        load.Status == BulkLoadStatus.Cancelled ? "BulkLoadCancelled" : "BulkLoadFailed",
        ErrorCategory.OperationStopped,
        load,
        "Items that were written stay. Start it again with another -ClientToken: what is there already is put again.");

    private static ErrorCategory Category(string errorId) => errorId switch
    {
        "S3UriInvalid" or "ClientTokenInvalid" or "MaxWriteRequestUnitInvalid" or "ShardBytesInvalid" or "BucketOwnerInvalid" =>
            ErrorCategory.InvalidArgument,
        "BulkLoadNotFound" or "BucketNotFound" => ErrorCategory.ObjectNotFound,
        "AccessDenied" => ErrorCategory.PermissionDenied,
        "BulkLimitExceeded" or "TooManyShards" or "ShardTooLarge" => ErrorCategory.LimitsExceeded,
        "TableNotActive" or "IndexCreating" or "TableInUse" => ErrorCategory.ResourceUnavailable,
        "BulkLoadMismatch" or "ManifestUnreadable" => ErrorCategory.InvalidData,
        "S3Failed" or "BulkOperationFailed" or "BulkLoadNotStarted" => ErrorCategory.ConnectionError,
        _ => ErrorCategory.InvalidOperation,
    };
}
