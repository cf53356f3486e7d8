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

    /// <summary>A read that ended before its end.</summary>
    /// <param name="table">The table.</param>
    /// <param name="error">The reason.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="summary">How far it came.</param>
    public static ErrorRecord Ended(string table, OperationError error, string endpoint, ReadSummary summary) => Errors.Create(
        new InvalidOperationException(
            $"Reading table '{table}' at {endpoint} ended early, after {summary.Items} items with {summary.CompleteSegments} of "
            + $"{summary.TotalSegments} segments complete: {error.Code}: {Sentence.Of(error.Message)}"),
        error.Code is "AccessDeniedException" ? "AccessDenied" : error.Code,
        error.Code is "AccessDeniedException" ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError,
        summary,
        error.Code is "AccessDeniedException"
            ? "Allow dynamodb:Scan, dynamodb:Query and dynamodb:DescribeTable on the table and its indexes."
            : "The output is incomplete: read the table again.");
}
