using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Reporting;

namespace DdbBatch.Reading;

/// <summary>The errors of the commands that look items up: one factory each.</summary>
internal static class LookupErrors
{
    /// <summary>An object that got no answer.</summary>
    /// <param name="table">The table.</param>
    /// <param name="lookup">Its lookup.</param>
    /// <param name="source">The object.</param>
    /// <param name="advice">The recommended action.</param>
    public static ErrorRecord Unprocessed(string table, KeyLookup lookup, object? source, string advice) => Errors.Create(
        new InvalidOperationException(
            $"{Errors.Place(lookup.Position, source)}: it is not known whether table '{table}' has this key (attempts: "
            + $"{Math.Max(1, lookup.Retries)}): {lookup.Error!.Code}: {Sentence.Of(lookup.Error.Message)}"),
        lookup.Error.Code,
        ErrorCategory.LimitsExceeded,
        source,
        advice);

    /// <summary>The warning for objects whose errors were not written.</summary>
    public static string Summary(string code, long count) => FormattableString.Invariant(
        $"{code}: {count} keys got no answer. Errors were written for the first {RepeatedErrors.ReportedPerRule}.");

    /// <summary>A run that ended before its end.</summary>
    /// <param name="target">The table.</param>
    /// <param name="error">The reason.</param>
    /// <param name="summary">How far it came.</param>
    /// <param name="advice">The recommended action.</param>
    public static ErrorRecord Ended(LookupTarget target, OperationError error, object summary, string advice) =>
        ExpressionRefusal.ParameterOf(error) is { } parameter ? ReadErrors.Expression(parameter, target.Table, error.Message, summary) : Errors.Create(
        new InvalidOperationException(
            $"Reading items of table '{target.Table}' at {target.Endpoint} ended early ({summary}): {error.Code}: {Sentence.Of(error.Message)}"),
        Id(error.Code),
        error.Code switch
        {
            "AccessDeniedException" => ErrorCategory.PermissionDenied,
            "ResourceNotFoundException" => ErrorCategory.ObjectNotFound,
            _ => ErrorCategory.ReadError,
        },
        summary,
        error.Code switch
        {
            "AccessDeniedException" => "Allow dynamodb:BatchGetItem on the table, and dynamodb:DescribeTable unless -KeyName is given.",
            "ValidationException" => "Check -KeyName, if it is given: the names and types of the table's key.",
            _ => advice,
        });

    private static string Id(string code) => code switch
    {
        "AccessDeniedException" => "AccessDenied",
        "ResourceNotFoundException" => "TableNotFound",
        _ => code,
    };
}
