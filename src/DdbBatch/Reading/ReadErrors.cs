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
    /// <param name="items">The items that were read.</param>
    /// <param name="complete">The segments that were read to their end.</param>
    /// <param name="segments">The segments to read.</param>
    /// <param name="result">The result so far, for the error's TargetObject.</param>
    public static ErrorRecord Ended(string table, OperationError error, string endpoint, long items, int complete, int segments, object result) => Errors.Create(
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
