using System;
using System.Management.Automation;
using System.Text.RegularExpressions;
using DdbBatch.Aws;
using DdbBatch.Bulk;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Storage;

namespace DdbBatch.Reporting;

/// <summary>Creates the errors: for each one its id, category, message with the fix, and recommended action.</summary>
internal static class Errors
{
    /// <summary>An input that breaks a rule.</summary>
    public static ErrorRecord InvalidItem(ItemException exception, long position, object? input) => Create(
        new RefusedInputException($"{Place(position, input)}: {exception.Message}", exception),
        exception.ErrorId,
        ErrorCategory.InvalidData,
        input,
        "Correct the object and pipe it again; the others are not affected.");

    /// <summary>A script block of -Table or -Operation threw, or returned an invalid value.</summary>
    public static ErrorRecord PerObject(PerObjectException exception, long position, object input) => Create(
        new RefusedInputException($"{Place(position, input)}: -{exception.Parameter} {Sentence.Of(exception.Message)}", exception),
        $"{exception.Parameter}Invalid",
        ErrorCategory.InvalidResult,
        input,
        $"Correct -{exception.Parameter}; a script block sees each object as $_.");

    /// <summary>An operation that DynamoDB refused, or that was not sent.</summary>
    public static ErrorRecord Refused(UnprocessedItem item) => Create(
        new RefusedInputException(
            $"{Place(item.Position, item.InputObject)}{(item.Attempts > 0 ? ", refused by DynamoDB" : "")}: {Sentence.Of(item.Reason)}{KeyTypeAdvice(item.Reason)}")
        { Leftover = item },
        item.ErrorCode,
        ErrorCategory.InvalidData,
        item.InputObject ?? item,
        "Correct the object and pipe it again; the others are not affected.");

    /// <summary>An operation that was given up.</summary>
    public static ErrorRecord GivenUp(UnprocessedItem item) => Create(
        new InvalidOperationException(
            $"{Place(item.Position, item.InputObject)} ({item.Operation}) of table '{item.Table}' is {item.Outcome.ToString().ToLowerInvariant()}"
            + $" (attempts: {item.Attempts}): {item.ErrorCode}: {Sentence.Of(item.Reason)}"),
        item.ErrorCode,
        item.Outcome == OperationOutcome.Unknown ? ErrorCategory.OperationTimeout : ErrorCategory.LimitsExceeded,
        item,
        "Pipe this error's TargetObject to Write-DdbBatch to write it later.");

    /// <summary>A table that cannot be written to.</summary>
    public static ErrorRecord Table(string table, OperationError error, string endpoint, object? target)
    {
        string what = error.Code switch
        {
            "ResourceNotFoundException" or "TableNotFoundException" => $"There is no table '{table}' at {endpoint}.",
            "InvalidTableName" => Sentence.Of(error.Message),
            OperationError.InvalidConditionCode =>
                $"DynamoDB refuses the condition for table '{table}': {Sentence.Of(error.Message)} In it #0, #1 … and :0, :1 … are the "
                + "names and values of -Condition, in their order.",
            _ => $"Table '{table}' at {endpoint} can't be used: {error.Code}: {Sentence.Of(error.Message)}",
        };
        (string errorId, ErrorCategory category, string action) = Advice(error.Code);
        return Create(new InvalidOperationException(what), errorId, category, target, action);
    }

    /// <summary>DescribeTable is not allowed, so the table's keys are unknown.</summary>
    public static ErrorRecord DescribeTableDenied(string table, OperationError error, object? target) => Create(
        new InvalidOperationException(
            $"The keys of table '{table}' can't be asked for: {Sentence.Of(error.Message)} Give them: -KeyName 'Artist','SongTitle' "
            + "(the partition key, then the sort key; 'Year:N' for a number, 'Hash:B' for a binary)."),
        "DescribeTableDenied",
        ErrorCategory.PermissionDenied,
        target,
        "Give the keys by -KeyName, or allow dynamodb:DescribeTable on the table.");

    /// <summary>The module itself has failed.</summary>
    public static ErrorRecord Internal(OperationError error, object? target) => Create(
        new InvalidOperationException(
            $"DdbBatch failed with an internal error, and the run was ended: {Sentence.Of(error.Message)} Every operation is accounted for: "
            + "see -UnprocessedVariable, -FailedPath, and this error's TargetObject, the summary."),
        OperationError.InternalCode,
        ErrorCategory.NotSpecified,
        target,
        "Pipe what is left to Write-DdbBatch later. Report the error with the output of -Verbose and -Debug.");

    /// <summary>The endpoint cannot be reached, or refuses access.</summary>
    public static ErrorRecord Run(OperationError error, string endpoint, object? target) => Create(
        new InvalidOperationException($"Nothing can be written at {endpoint}: {error.Code}: {Sentence.Of(error.Message)}"),
        error.Code is "ClientError" or "CredentialsFailed" ? "CredentialsInvalid" : IsService(error) ? error.Code : "EndpointUnreachable",
        ErrorCategory.ConnectionError,
        target,
        RunAdvice(error.Code));

    // Advice about the failed part only.
    private static string RunAdvice(string code) => code switch
    {
        "ExpiredTokenException" or "ExpiredToken" =>
            "The session's token has expired: sign in again (aws sso login), or get new credentials, and run it again.",
        "RequestExpired" or "RequestTimeTooSkewed" => "Set this machine's clock.",
        "CredentialsFailed" => "Check what issues the credentials: the profile's role, process or sign-in.",
        _ when ErrorClassifier.IsCredentialCode(code) => "Check the credentials: -ProfileName, -AccessKey and -SecretKey.",
        "ProxyFailed" => "Check the proxy, or except the endpoint from it (NO_PROXY).",
        "TlsFailed" => "Check -EndpointUrl, and that this machine trusts the server's certificate.",
        _ => "Check -Region, -EndpointUrl, the network and the credentials.",
    };

    /// <summary>Region, profile or credentials are missing.</summary>
    public static ErrorRecord Connection(ConnectionException exception) => Create(
        exception, exception.ErrorId, ErrorCategory.AuthenticationError, null, exception.Message);

    /// <summary>The number of invalid inputs has reached the user's limit.</summary>
    public static ErrorRecord MaxInvalidReached(int limit, object? target) => Create(
        new InvalidOperationException(
            FormattableString.Invariant($"The run was ended because {limit} objects are invalid (-MaxInvalid {limit}).")),
        "MaxInvalidReached",
        ErrorCategory.LimitsExceeded,
        target,
        "The errors before this one have the reasons. Fix the objects, or give a larger -MaxInvalid.");

    /// <summary>A parameter is missing or invalid.</summary>
    public static ErrorRecord Parameter(string errorId, string message) =>
        Create(new PSArgumentException(Sentence.Of(message)), errorId, ErrorCategory.InvalidArgument, null, Sentence.Of(message));

    /// <summary>The checkpoint belongs to another load, or its file cannot be used.</summary>
    public static ErrorRecord Checkpoint(CheckpointException exception) => Create(
        exception, exception.ErrorId, exception.IsMismatch ? ErrorCategory.InvalidData : ErrorCategory.WriteError, null, exception.Message);

    /// <summary>The file of -FailedPath cannot be written, or no longer.</summary>
    public static ErrorRecord FailedPath(string path, Exception exception, object? target) => Create(
        new InvalidOperationException(
            $"-FailedPath '{path}' can't be written: {Sentence.Of(exception.Message)} "
            + (target is null ? "Nothing was written to the table." : "The load was stopped: what the file lacks is in the errors."),
            exception),
        "FailedPathNotWritten",
        ErrorCategory.WriteError,
        target,
        "Free disk space, or specify another path.");

    /// <summary>-FailedPath is a file of another kind.</summary>
    public static ErrorRecord FailedPathUnusable(FormatException exception) => Create(
        new InvalidOperationException($"-FailedPath: {Sentence.Of(exception.Message)} Nothing was added to it. Give another path.", exception),
        "FailedPathUnusable",
        ErrorCategory.InvalidArgument,
        null,
        "Give another path, or move the file away.");

    /// <summary>A failed file cannot be claimed to retry its operations.</summary>
    public static ErrorRecord FailedPathInUse(string path, Exception exception) => Create(
        new InvalidOperationException(
            $"-FailedPath '{path}' can't be used: {Sentence.Of(exception.Message)} A load that is running may append to it. Nothing was written.", exception),
        "FailedPathInUse",
        ErrorCategory.ResourceBusy,
        path,
        "Wait for the end of the load that uses the file, and check the permissions of the file and its folder.");

    /// <summary>Two parameters specify the same file.</summary>
    public static ErrorRecord SameFile(string one, string other, string path) => Create(
        new PSArgumentException($"{one} and {other} would both use the file '{path}', and destroy what the other keeps in it. Give them different paths."),
        "SameFile",
        ErrorCategory.InvalidArgument,
        path,
        "Give them different paths.");

    /// <summary>A reader upstream is about to read a file that the command writes.</summary>
    public static ErrorRecord InputIsOutput(string parameter, string path) => Create(
        new InvalidOperationException(
            $"'{path}' can't be read, because -{parameter} of a command later in the pipeline writes it. "
            + (parameter == "FailedPath"
                ? "To write the operations in a failed file again, use Resume-DdbBatch -FailedPath; or give another -FailedPath."
                : $"Give another -{parameter}.")),
        "InputIsOutput",
        ErrorCategory.InvalidOperation,
        path,
        parameter == "FailedPath" ? "Resume-DdbBatch writes the operations in a failed file again and uses the file up." : $"Give another -{parameter}.");

    /// <summary>
    /// A part of a file, or the file itself, cannot be read: InvalidData if only this row, line or object is missing,
    /// ReadError if the rest of the file is missing too.
    /// </summary>
    public static ErrorRecord File(FileException exception) => Create(
        exception,
        exception.ErrorId,
        exception.EndsFile ? ErrorCategory.ReadError : ErrorCategory.InvalidData,
        exception.Position.File,
        exception.Message);

    /// <summary>An item of a file that breaks a rule.</summary>
    public static ErrorRecord FileItem(ItemException exception, FilePosition position) => Create(
        new InvalidOperationException($"{position}: {exception.Message}", exception),
        exception.ErrorId,
        ErrorCategory.InvalidData,
        position.File,
        "Correct the file, or say how its values are to be read: -AttributeType, -EmptyString.");

    /// <summary>A file that cannot be opened.</summary>
    public static ErrorRecord FileOpen(string path, Exception exception) => Create(
        new InvalidOperationException(
            Sentence.Of(exception.Message.Contains(path) ? exception.Message : $"'{path}' can't be opened: {exception.Message}"), exception),
        "FileNotOpened",
        ErrorCategory.OpenError,
        path,
        "Check the path and its permissions.");

    /// <summary>A bulk load that cannot start or continue.</summary>
    // Without the inner exceptions, because AWS's message about a wrong signature has the session token in it.
    public static ErrorRecord Bulk(BulkException exception) => Create(
        new InvalidOperationException(exception.Message), exception.ErrorId, BulkCategory(exception.ErrorId), null, exception.Message);

    /// <summary>An item that DynamoDB's bulk engine refused or did not process.</summary>
    public static ErrorRecord BulkFailed(UnprocessedItem item) => Create(
        new InvalidOperationException(
            $"An item for table '{item.Table}' {(item.Outcome == OperationOutcome.Unknown ? "may not be written" : "was refused by DynamoDB")}: "
            + $"{item.ErrorCode}: {Sentence.Of(item.Reason)}"),
        item.ErrorCode,
        item.Outcome == OperationOutcome.Unknown ? ErrorCategory.OperationStopped : ErrorCategory.InvalidData,
        item,
        "The error's TargetObject has the item: correct it and pipe it to Write-DdbBatch; the others are not affected.");

    /// <summary>A bulk load that has failed or was cancelled.</summary>
    public static ErrorRecord BulkEnded(BulkLoad load) => Create(
        new InvalidOperationException(
            $"The load into table '{load.Table}' {(load.Status == BulkLoadStatus.Cancelled ? "was stopped" : "has failed")} after "
            + $"{load.ProcessedItems} items, {load.FailedItems} of them refused: {load.FailureCode}: {Sentence.Of(load.FailureMessage ?? "")}"),
        load.Status == BulkLoadStatus.Cancelled ? "BulkLoadCancelled" : "BulkLoadFailed",
        ErrorCategory.OperationStopped,
        load,
        "Items that were written stay. Start it again with another -ClientToken: what is there already is put again.");

    /// <summary>
    /// The file of -FailedPath can no longer be written; the operations that it lacks are reported as errors too.
    /// </summary>
    public static ErrorRecord FailedPathIncomplete(string path, Exception exception) => Create(
        new InvalidOperationException($"-FailedPath '{path}' can't be written: {Sentence.Of(exception.Message)} What it lacks is in the errors.", exception),
        "FailedPathNotWritten",
        ErrorCategory.WriteError,
        path,
        "Free disk space, or specify another path.");

    private static ErrorCategory BulkCategory(string errorId) => errorId switch
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

    /// <summary>
    /// The reason why an input was refused, for its leftover. The leftover has the input's position, but only this text has
    /// a file's line.
    /// </summary>
    public static string ReasonOf(ErrorRecord error, object? input) =>
        (input is not DdbItem ? error.Exception.InnerException ?? error.Exception : error.Exception).Message;

    /// <summary>The position of an input object, for messages.</summary>
    internal static string Place(long position, object? input) => (input as DdbItem)?.Position.ToString() ?? $"Input {position}";

    private static (string ErrorId, ErrorCategory Category, string Action) Advice(string code) => code switch
    {
        "ResourceNotFoundException" or "TableNotFoundException" => (
            "TableNotFound", ErrorCategory.ObjectNotFound, "Check the table's name, and the region: -Region, -EndpointUrl."),
        "InvalidTableName" or "ValidationException" => (
            "InvalidTableName", ErrorCategory.InvalidArgument, $"Check -Table. {TableName.Rule}"),
        "AccessDeniedException" => (
            "AccessDenied",
            ErrorCategory.PermissionDenied,
            "Allow dynamodb:BatchWriteItem and dynamodb:DescribeTable on the table; for updates dynamodb:UpdateItem, for inserts "
            + "dynamodb:PartiQLInsert and dynamodb:PutItem, and for conditions also dynamodb:PutItem and dynamodb:DeleteItem."),
        "AmbiguousTable" => (
            code, ErrorCategory.InvalidArgument, "Use only the name or only the ARN of a table in one run."),
        OperationError.InvalidConditionCode => (
            code, ErrorCategory.InvalidArgument, "Correct -Condition, and pipe what is left to the same command with it."),
        "InputDoesNotMatchTable" => (
            code, ErrorCategory.InvalidData, "Compare an input object with the table's keys, or see -AttributeType."),
        "RetryTimeout" => (
            code,
            ErrorCategory.OperationTimeout,
            "Look at the table's capacity and health; pipe what is left to Write-DdbBatch later. -RetryTimeoutSec sets how long to try."),
        _ when code.StartsWith("KMS", StringComparison.Ordinal) => (
            code, ErrorCategory.PermissionDenied, "Check the KMS key of the table, and that these credentials may use it."),
        _ => (code, ErrorCategory.ResourceUnavailable, "Look at the table's state; pipe what is left to Write-DdbBatch later."),
    };

    private static bool IsService(OperationError error) => error.Code.EndsWith("Exception", StringComparison.Ordinal);

    internal static ErrorRecord Create(
        Exception exception, string errorId, ErrorCategory category, object? target, string recommendedAction) =>
        new(exception, errorId, category, target is DdbItem item ? item.WithProperties() : target)
        {
            // PowerShell shows both, so an action must not repeat the message.
            ErrorDetails = new ErrorDetails(exception.Message)
            {
                RecommendedAction = recommendedAction == exception.Message ? "" : recommendedAction,
            },
        };

    // DynamoDB's message for a key that was sent with another type than the table's: -KeyName specified that type, or none.
    private static string KeyTypeAdvice(string reason) =>
        Regex.Match(reason, @"Type mismatch for key( (\S+) expected: ([NB])\b)?") is { Success: true } mismatch
            ? " If -KeyName was given, write the key's type in it: "
                + (mismatch.Groups[1].Success ? $"'{mismatch.Groups[2].Value}:{mismatch.Groups[3].Value}'." : "'Year:N' for a number.")
            : "";
}
