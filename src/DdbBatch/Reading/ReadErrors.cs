using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Reporting;

namespace DdbBatch.Reading;

/// <summary>The errors of the commands that read: one factory each.</summary>
internal static class ReadErrors
{
    /// <summary>A parameter that does not fit the table or the other parameters.</summary>
    public static ErrorRecord Parameter(ReadParameterException exception) => Errors.Parameter(exception.ErrorId, exception.Message);

    /// <summary>An expression that DynamoDB can't read, so that nothing was read.</summary>
    /// <param name="parameter">The parameter that has it, without the dash.</param>
    /// <param name="table">The table.</param>
    /// <param name="reason">DynamoDB's message.</param>
    /// <param name="result">The result, for the error's TargetObject.</param>
    public static ErrorRecord Expression(string parameter, string table, string reason, object? result) => Errors.Create(
        new InvalidOperationException($"{ExpressionRefusal.Message(parameter, table, reason)} Nothing was read."),
        $"Invalid{parameter}",
        ErrorCategory.InvalidArgument,
        result,
        parameter switch
        {
            "Filter" => "Correct -Filter: it has DynamoDB's syntax, such as '#Year < :y AND attribute_exists(#Genre)' with -FilterValue @{ ':y' = 1970 }.",
            "SortKeyCondition" => "Correct -SortKeyCondition: it is one condition for the sort key, such as '#Year < :y' with -SortKeyValue @{ ':y' = 1970 }.",
            _ => $"Correct -{parameter}.",
        });

    /// <summary>A read that ended before its end.</summary>
    /// <param name="table">The table.</param>
    /// <param name="error">The reason.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="items">The items that were read.</param>
    /// <param name="complete">The segments that were read to their end.</param>
    /// <param name="segments">The segments to read.</param>
    /// <param name="result">The result so far, for the error's TargetObject.</param>
    public static ErrorRecord Ended(string table, OperationError error, string endpoint, long items, int complete, int segments, object result) =>
        ExpressionRefusal.ParameterOf(error) is { } parameter ? Expression(parameter, table, error.Message, result) : Errors.Create(
        new InvalidOperationException(
            $"Reading table '{table}' at {endpoint} ended early, after {items} items with {complete} of "
            + $"{segments} segments complete: {error.Code}: {Sentence.Of(error.Message)}"),
        error.Code is "AccessDeniedException" ? "AccessDenied" : error.Code,
        error.Code is "AccessDeniedException" ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError,
        result,
        error.Code is "AccessDeniedException"
            ? "Allow dynamodb:Scan, dynamodb:Query and dynamodb:DescribeTable on the table and its indexes."
            : "The output is incomplete: read the table again.");
}
