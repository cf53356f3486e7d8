using System;
using System.Management.Automation;
using DdbBatch.Aws;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Reporting;

/// <summary>The errors of a table, an endpoint or credentials that cannot be used, with advice by DynamoDB's error codes.</summary>
internal static class ServiceErrors
{
    /// <summary>The advice after a load with a checkpoint has ended.</summary>
    public const string Continue = "Run the same command again: with its -CheckpointPath it continues.";

    /// <summary>A table that cannot be used.</summary>
    /// <param name="table">The table.</param>
    /// <param name="error">The reason.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="target">The error's target.</param>
    /// <param name="next">How to go on once the table can be used.</param>
    public static ErrorRecord Table(string table, OperationError error, string endpoint, object? target, string next = "Run the command again.")
    {
        string what = error.Code switch
        {
            "ResourceNotFoundException" or "TableNotFoundException" => $"There is no table '{table}' at {endpoint}.",
            "InvalidTableName" => Sentence.Of(error.Message),
            OperationError.InvalidConditionCode => ExpressionRefusal.Message("Condition", table, error.Message),
            _ => $"Table '{table}' at {endpoint} can't be used: {error.Code}: {Sentence.Of(error.Message)}",
        };
        (string errorId, ErrorCategory category, string action) = error.DoomsRun
            ? (RunErrorId(error), ErrorCategory.ConnectionError, RunAdvice(error.Code))
            : Advice(error.Code, next);
        return Errors.Create(new InvalidOperationException(what), errorId, category, target, action);
    }

    /// <summary>DescribeTable is not allowed, so the table's keys are unknown.</summary>
    public static ErrorRecord DescribeTableDenied(string table, OperationError error, object? target) => Errors.Create(
        new InvalidOperationException(
            $"The keys of table '{table}' can't be asked for: {Sentence.Of(error.Message)} Give them: -KeyName 'Artist','SongTitle' "
            + "(the partition key, then the sort key; 'Year:N' for a number, 'Hash:B' for a binary)."),
        "DescribeTableDenied",
        ErrorCategory.PermissionDenied,
        target,
        "Give the keys by -KeyName, or allow dynamodb:DescribeTable on the table.");

    /// <summary>The endpoint cannot be reached, or refuses access.</summary>
    public static ErrorRecord Run(OperationError error, string endpoint, object? target) => Errors.Create(
        new InvalidOperationException($"Nothing can be written at {endpoint}: {error.Code}: {Sentence.Of(error.Message)}"),
        RunErrorId(error),
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
        _ => "Check the endpoint and its parameter or setting, which the message names, the network and the credentials.",
    };

    private static string RunErrorId(OperationError error) => error.Code switch
    {
        "ClientError" or "CredentialsFailed" => "CredentialsInvalid",
        _ => error.Code.EndsWith("Exception", StringComparison.Ordinal) ? error.Code : "EndpointUnreachable",
    };

    /// <summary>Region, profile or credentials are missing.</summary>
    public static ErrorRecord Connection(ConnectionException exception) => Errors.Create(
        exception, exception.ErrorId, ErrorCategory.AuthenticationError, null, exception.Message);

    private static (string ErrorId, ErrorCategory Category, string Action) Advice(string code, string next) => code switch
    {
        "ResourceNotFoundException" or "TableNotFoundException" => (
            "TableNotFound", ErrorCategory.ObjectNotFound, "Check the table's name, and the region or endpoint that the message names."),
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
            $"Look at the table's capacity and health, and at the network. {Sentence.Of(next)} -RetryTimeoutSec sets how long to try."),
        _ when code.StartsWith("KMS", StringComparison.Ordinal) => (
            code, ErrorCategory.PermissionDenied, "Check the KMS key of the table, and that these credentials may use it."),
        _ => (code, ErrorCategory.ResourceUnavailable, $"Look at the table's state. {Sentence.Of(next)}"),
    };
}
