using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Reporting;

namespace DdbBatch.Tables;

/// <summary>The errors of creating and describing tables.</summary>
internal static class TableErrors
{
    /// <summary>A call about a table that has failed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="failed">The failure.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="permission">The permission that the call needs.</param>
    public static ErrorRecord Failed(string table, FailedCallException failed, string endpoint, string permission) => failed.Error.Code switch
    {
        "ResourceInUseException" => Errors.Create(
            new InvalidOperationException($"There is a table '{table}' at {endpoint} already. It was not changed."),
            "TableExists",
            ErrorCategory.ResourceExists,
            table,
            "Give another name, or use the table as it is."),
        "AccessDeniedException" => Errors.Create(
            new InvalidOperationException($"{Sentence.Of(failed.Error.Message)} The command requires {permission} on table '{table}'."),
            "AccessDenied",
            ErrorCategory.PermissionDenied,
            table,
            $"Allow {permission} on the table."),
        "ValidationException" when permission == "dynamodb:CreateTable" => Errors.Create(
            new InvalidOperationException($"DynamoDB refuses to create table '{table}': {Sentence.Of(failed.Error.Message)}"),
            "TableInvalid",
            ErrorCategory.InvalidArgument,
            table,
            "Correct the parameters."),
        _ => ServiceErrors.Table(table, failed.Error, endpoint, table),
    };

    /// <summary>A table that was deleted while the command waited for it.</summary>
    public static ErrorRecord Gone(string table, string endpoint) => Errors.Create(
        new InvalidOperationException($"Table '{table}' at {endpoint} was created, and is gone or being deleted before it was ACTIVE."),
        "TableGone",
        ErrorCategory.ObjectNotFound,
        table,
        "Create it again, unless somebody has deleted it on purpose.");
}
