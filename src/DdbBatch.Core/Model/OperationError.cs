using System;
using DdbBatch.Items;

namespace DdbBatch.Model;

/// <summary>The reason why an operation was not written.</summary>
/// <param name="Code">DynamoDB's error code, or one of this module's own; one word, stable.</param>
/// <param name="Message">The reason in a sentence.</param>
internal sealed record OperationError(string Code, string Message)
{
    /// <summary>The code of <see cref="AccessDenied"/>.</summary>
    public const string AccessDeniedCode = "AccessDenied";

    /// <summary>The code if DynamoDB can't read a condition (-Condition).</summary>
    public const string InvalidConditionCode = "InvalidCondition";

    /// <summary>The code if DynamoDB can't read a filter (-Filter).</summary>
    public const string InvalidFilterCode = "InvalidFilter";

    /// <summary>The code if DynamoDB can't read the condition of a query (-SortKeyCondition).</summary>
    public const string InvalidSortKeyConditionCode = "InvalidSortKeyCondition";

    /// <summary>The code if DynamoDB can't read a projection (-Property).</summary>
    public const string InvalidPropertyCode = "InvalidProperty";

    /// <summary>The code of <see cref="Internal"/>.</summary>
    public const string InternalCode = "Internal";

    /// <summary>True if no table at all can be written to.</summary>
    public bool DoomsRun { get; init; }

    public static readonly OperationError Unprocessed =
        new("UnprocessedItems", "DynamoDB left it unprocessed, most often because of insufficient write capacity.");

    public static readonly OperationError UnprocessedKeys =
        new("UnprocessedKeys", "DynamoDB left the key unprocessed, most often because of insufficient read capacity.");

    public static readonly OperationError ReadStopped =
        new("Stopped", "The run was stopped before its answer was output.");

    public static readonly OperationError BehindUnprocessed =
        new("BehindUnprocessed", "An earlier operation on the same key was not confirmed, so this one was not sent: order per key is kept.");

    public static readonly OperationError Stopped =
        new("Stopped", "The run was stopped before DynamoDB confirmed it.");

    public static readonly OperationError TableCreating =
        new("TableNotActive", "The table is still being created. Wait until it is ACTIVE.");

    public static readonly OperationError NotReached =
        new("NotReached", "The run ended before it came to this object.");

    public static readonly OperationError Declined =
        new("Declined", "Writing to its table was not confirmed (-Confirm).");

    /// <summary>The module itself has failed, which should not happen for any input or answer.</summary>
    public static OperationError Internal(Exception exception) =>
        new(InternalCode, $"{exception.GetType().Name}: {Sentence.Of(exception.Message)}") { DoomsRun = true };

    /// <summary>
    /// The credentials may not write this item, though they may write others (a policy with dynamodb:LeadingKeys).
    /// </summary>
    public static OperationError AccessDenied(OperationError error) => new(AccessDeniedCode, error.Message);

    /// <summary>A condition is false after an attempt for which it is unknown whether it was carried out.</summary>
    public static OperationError ConditionUndecided(string code) => new(
        code,
        "The condition is false now, after an attempt without an answer, and the item is not as this operation would leave it: "
        + "either the condition was false before, or the operation was written and the item was changed since.");

    /// <summary>No table can have that name.</summary>
    public static OperationError InvalidTableName(string table) =>
        new("InvalidTableName", $"'{table}' can't be a table. {TableName.Rule}");

    /// <summary>A name and an ARN may mean one table or two, and DynamoDB couldn't be asked which.</summary>
    public static OperationError AmbiguousTable(string name, string arn, OperationError error) => new(
        "AmbiguousTable",
        $"'{name}' and '{arn}' may be one table or two: with -KeyName DynamoDB isn't asked, and asking it now failed with "
        + $"{error.Code}: {Sentence.Of(error.Message)} Use only one of the two, or allow dynamodb:DescribeTable.");

    /// <summary>DynamoDB refuses one operation after the other, for one reason.</summary>
    public static OperationError InputDoesNotMatchTable(int refused, OperationError error) => new(
        "InputDoesNotMatchTable",
        $"The last {refused} operations were all refused for one reason, with nothing written in between: {Sentence.Of(error.Message)}");

    /// <summary>Nothing could be written to the table for too long.</summary>
    /// <param name="duration">The time for which it was retried.</param>
    /// <param name="last">The error of the last attempt.</param>
    public static OperationError RetryTimeout(TimeSpan duration, OperationError last) => new(
        "RetryTimeout",
        $"Nothing could be written to the table for {duration.TotalSeconds:0} s (-RetryTimeoutSec). The last error: {last.Code}: {Sentence.Of(last.Message)}");

    /// <summary>Nothing could be read from the table for too long.</summary>
    /// <param name="duration">The time for which it was retried.</param>
    /// <param name="last">The error of the last attempt.</param>
    public static OperationError ReadTimeout(TimeSpan duration, OperationError last) => new(
        "RetryTimeout",
        $"Nothing could be read for {duration.TotalSeconds:0} s (-RetryTimeoutSec). The last error: {last.Code}: {Sentence.Of(last.Message)}");

    public static readonly OperationError DuplicateKey =
        new("DuplicateKey", "An earlier operation of this run has the same key (-DuplicateKey Error).");
}
