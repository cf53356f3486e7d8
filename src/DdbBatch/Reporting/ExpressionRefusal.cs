using System.Text.RegularExpressions;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Reporting;

/// <summary>An expression of a parameter that DynamoDB can't read, in words.</summary>
internal static class ExpressionRefusal
{
    /// <summary>Returns the parameter that has the expression, without the dash; null if the error is about something else.</summary>
    public static string? ParameterOf(OperationError error) => error.Code switch
    {
        OperationError.InvalidConditionCode => "Condition",
        OperationError.InvalidFilterCode => "Filter",
        OperationError.InvalidSortKeyConditionCode => "SortKeyCondition",
        OperationError.InvalidPropertyCode => "Property",
        _ => null,
    };

    /// <summary>Returns the message about a refused expression.</summary>
    /// <param name="parameter">The parameter that has it, without the dash.</param>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    /// <param name="reason">DynamoDB's message.</param>
    public static string Message(string parameter, string table, string reason) =>
        $"DynamoDB refuses -{parameter} for table '{table}': {Sentence.Of(reason)}{AliasAdvice(reason)}{ReservedWordAdvice(reason)}";

    private static string AliasAdvice(string reason) => Regex.IsMatch(reason, @"[#:]\d")
        ? " In it #0, #1 … and :0, :1 … stand for the names and values, in their order."
        : "";

    // Developer Guide, "Reserved words in DynamoDB".
    private static string ReservedWordAdvice(string reason) => Regex.Match(reason, @"reserved keyword: (\w+)") is { Success: true } word
        ? $" Write #{word.Groups[1].Value} in place of {word.Groups[1].Value}: a name with # is never taken for a reserved word."
        : "";
}
