using System;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Bulk;

/// <summary>Creates the errors of bulk loads: one method per error.</summary>
internal static class BulkErrors
{
    /// <summary>The name of DynamoDB's error for an operation that does not exist.</summary>
    public const string OperationNotFoundId = "BulkLoadNotFound";

    public static BulkException S3UriInvalid(string uri) => new(
        "S3UriInvalid",
        $"'{uri}' names no place in S3. Give it as s3://bucket/prefix/, with a bucket's name of 3 to 63 characters: a to z, 0 to 9, '-' and '.'.");

    public static BulkException ShardTooLarge() => new(
        "ShardTooLarge",
        "An object would grow beyond the 5 GB that DynamoDB takes: all items with one key go into one object, so that their order is kept. Give -DuplicateKey Error, with which objects end at -ShardBytes, or load the input in several pieces.");

    public static BulkException TooManyShards(int most) => new(
        "TooManyShards",
        $"There would be more than {most} objects, the most that DynamoDB takes in one operation. Give a larger -ShardBytes.");

    /// <summary>Creates the error for a failed call to S3.</summary>
    /// <param name="failed">The failure.</param>
    /// <param name="action">The IAM action that the call needs.</param>
    /// <param name="uri">The URI of the bucket or object.</param>
    /// <param name="endpoint">The S3 endpoint; null for AWS's own endpoints.</param>
    public static BulkException OfS3(FailedCallException failed, string action, string uri, string? endpoint) => failed.Status switch
    {
        403 when !ErrorClassifier.IsCredentialCode(failed.Error.Code) => AccessDenied(action, uri, failed),
        404 => new("BucketNotFound", $"{uri} does not exist ({failed.Error.Code}). Create the bucket, or correct -S3Uri.", failed),
        301 or 307 => new(
            "BucketInOtherRegion",
            $"{uri} is in {SdkErrors.BucketRegion(failed) ?? "another region"}. Give a bucket in the table's region.",
            failed),
        _ => new(
            "S3Failed",
            $"{action} of {uri}{(endpoint is null ? "" : $" at {endpoint}")} failed: {failed.Error.Code}: {Sentence.Of(failed.Message)}",
            failed),
    };

    /// <summary>Creates the error for a failed call about an operation.</summary>
    /// <param name="failed">The failure.</param>
    /// <param name="action">The IAM action that the call needs.</param>
    /// <param name="arn">The operation.</param>
    public static BulkException OfDynamoDB(FailedCallException failed, string action, string arn) => failed.Error.Code switch
    {
        "AccessDeniedException" => AccessDenied(action, arn, failed),
        "ResourceNotFoundException" => new(
            OperationNotFoundId,
            $"There is no bulk load '{arn}', or it began more than 90 days ago. Get-DdbBulkLoad lists the existing ones.",
            failed),
        _ => new("BulkOperationFailed", $"{action} of {arn} failed: {failed.Error.Code}: {Sentence.Of(failed.Message)}", failed),
    };

    /// <summary>DynamoDB does not start a load that was uploaded.</summary>
    /// <param name="failed">The failure.</param>
    /// <param name="table">The table's ARN.</param>
    /// <param name="clientToken">The load's name.</param>
    public static BulkException NotStarted(FailedCallException failed, string table, string clientToken)
    {
        string again = $" The upload stays: run it again with -ClientToken {clientToken}, and nothing is uploaded twice.";
        return failed.Error.Code switch
        {
            "AccessDeniedException" => AccessDenied("dynamodb:StartBulkPutItems", table, failed, again),
            "IdempotentParameterMismatchException" => new(
                "ClientTokenInUse",
                $"Another bulk load has the token '{clientToken}', begun less than 8 hours ago. Run this one with another -ClientToken.",
                failed),
            "LimitExceededException" => new(
                "BulkLimitExceeded",
                $"There are as many bulk loads for the table, or the account, as DynamoDB allows: {Sentence.Of(failed.Message)}{again}",
                failed),
            "ResourceInUseException" => new(
                "TableInUse", $"The table '{table}' can't be loaded now: {Sentence.Of(failed.Message)}{again}", failed),
            _ => new(
                "BulkLoadNotStarted",
                $"DynamoDB doesn't start the load of '{table}': {failed.Error.Code}: {Sentence.Of(failed.Message)}{again}",
                failed),
        };
    }

    public static BulkException ManifestUnreadable(string uri, Exception exception) => new(
        "ManifestUnreadable",
        $"{uri} is no manifest of a load that this version of DdbBatch reads: {Sentence.Of(JsonReasons.Of(exception))} Give another -ClientToken.",
        exception);

    public static BulkException OtherOptions(string token, string differences) => new(
        "BulkLoadMismatch",
        $"An earlier run has uploaded the load '{token}' with other parameters: {differences}. Nothing was started. Specify the same parameters, or another -ClientToken to start over.");

    public static BulkException OtherRows(string token, long items, long found) => new(
        "BulkLoadMismatch",
        $"An earlier run has uploaded the load '{token}' of another input: it had {items} items, this one has {found}, and "
        + (items == found ? "at least one was changed, or two of one partition changed places" : "so some were added or taken away")
        + ". Nothing was started. Pipe the same input, or specify another -ClientToken to start over.");

    public static BulkException ClientTokenInvalid(string token, int mostCharacters) => new(
        "ClientTokenInvalid",
        $"'{token}' can't be a token: it has 1 to {mostCharacters} characters, a to z, A to Z, 0 to 9, '-', '_' and '.', and not only dots.");

    public static BulkException TooFewWriteRequestUnits(long units, long least) => new(
        "MaxWriteRequestUnitInvalid", $"-MaxWriteRequestUnit is {units}, and DynamoDB takes {least} at least.");

    public static BulkException ShardBytesInvalid(long bytes, long least, long most) => new(
        "ShardBytesInvalid", $"-ShardBytes is {bytes}. It can be {least} to {most}: DynamoDB takes objects up to 5 GB.");

    public static BulkException BucketOwnerInvalid(string owner) => new(
        "BucketOwnerInvalid", $"'{owner}' is no AWS account: that has 12 digits.");

    public static BulkException TableNotActive(string table, string status) => new(
        "TableNotActive", $"The table '{table}' is {status}. A bulk load takes a table that is ACTIVE: wait until it is.");

    public static BulkException IndexCreating(string table, string index) => new(
        "IndexCreating",
        $"The index '{index}' of the table '{table}' is being created, and until that is done DynamoDB takes no bulk load. Wait, or use Write-DdbBatch.");

    public static BulkException GlobalTable(string table) => new(
        "GlobalTable", $"'{table}' is a global table, which DynamoDB takes no bulk load for. Use Write-DdbBatch.");

    public static BulkException BucketInOtherRegion(string bucket, string region, string tableRegion) => new(
        "BucketInOtherRegion", $"The bucket '{bucket}' is in {region}, and the table in {tableRegion}. Give a bucket in {tableRegion}.");

    private static BulkException AccessDenied(string action, string resource, FailedCallException failed, string after = "") => new(
        "AccessDenied", $"{resource}: access denied: {Sentence.Of(failed.Message)} This requires the permission {action}.{after}", failed);
}
