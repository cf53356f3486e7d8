using System;
using System.Management.Automation;
using System.Text.RegularExpressions;
using DdbBatch.Items;
using DdbBatch.Model;

namespace DdbBatch.Reporting;

/// <summary>Creates the errors of rows, parameters and the module itself: for each one its id, category, message with the fix, and recommended action.</summary>
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

    /// <summary>The module itself has failed.</summary>
    public static ErrorRecord Internal(OperationError error, object? target) => Create(
        new InvalidOperationException(
            $"DdbBatch failed with an internal error, and the run was ended: {Sentence.Of(error.Message)} Every operation is accounted for: "
            + "see -UnprocessedVariable, -FailedPath, and this error's TargetObject, the summary."),
        OperationError.InternalCode,
        ErrorCategory.NotSpecified,
        target,
        "Pipe what is left to Write-DdbBatch later. Report the error with the output of -Verbose and -Debug.");

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

    /// <summary>
    /// The reason why an input was refused, for its leftover. The leftover has the input's position, but only this text has
    /// a file's line.
    /// </summary>
    public static string ReasonOf(ErrorRecord error, object? input) =>
        (input is not DdbItem ? error.Exception.InnerException ?? error.Exception : error.Exception).Message;

    /// <summary>The position of an input object, for messages.</summary>
    internal static string Place(long position, object? input) => (input as DdbItem)?.Position.ToString() ?? $"Input {position}";

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
