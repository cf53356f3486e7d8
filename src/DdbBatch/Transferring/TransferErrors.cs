using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Reading;
using DdbBatch.Reporting;

namespace DdbBatch.Transferring;

/// <summary>The errors of the commands that copy or clear a table: one factory each.</summary>
internal static class TransferErrors
{
    private const string RunAgain = "Run the same command again; a copy with -CheckpointPath continues.";

    /// <summary>Source and destination are one table.</summary>
    public static ErrorRecord SameTable(string table, string destination) => Errors.Parameter(
        "SameTable", $"-Table '{table}' and -Destination '{destination}' are the same table. Specify another -Destination.");

    /// <summary>The keys of the two tables differ.</summary>
    public static ErrorRecord KeysDiffer(string table, TableSchema source, string destination, TableSchema target) => Errors.Create(
        new InvalidOperationException(
            $"Items of table '{table}' can't be copied to table '{destination}', because their keys differ: '{table}' has the key "
            + $"{source.KeyDescription}, and '{destination}' has the key {target.KeyDescription}. Nothing was copied."),
        "KeySchemaMismatch",
        ErrorCategory.InvalidData,
        destination,
        $"Specify a destination with the key {source.KeyDescription}; -CreateDestination creates one.");

    /// <summary>There is no destination, and it is not to be created.</summary>
    public static ErrorRecord DestinationNotFound(string destination, string endpoint) => Errors.Create(
        new InvalidOperationException($"There is no table '{destination}' at {endpoint}. -CreateDestination creates it like the source."),
        "TableNotFound",
        ErrorCategory.ObjectNotFound,
        destination,
        "Check -Destination, -DestinationRegion and -DestinationEndpointUrl, or use -CreateDestination.");

    /// <summary>A table could not be read to its end.</summary>
    /// <param name="table">The table.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="error">The reason.</param>
    /// <param name="read">How far the reading came.</param>
    /// <param name="written">The items that were written or deleted.</param>
    /// <param name="summary">The summary of the run.</param>
    public static ErrorRecord ReadEnded(string table, string endpoint, OperationError error, ReadSummary read, long written, object? summary) =>
        ExpressionRefusal.ParameterOf(error) is { } parameter ? ReadErrors.Expression(parameter, table, error.Message, summary) : Errors.Create(
        new InvalidOperationException(
            $"Reading table '{table}' at {endpoint} ended early, after {read.Items} items with {read.CompleteSegments} of "
            + $"{read.TotalSegments} segments complete: {error.Code}: {Sentence.Of(error.Message)} {Done(written)}"),
        error.Code is "AccessDeniedException" ? "AccessDenied" : error.Code,
        error.Code is "AccessDeniedException" ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError,
        summary,
        error.Code is "AccessDeniedException"
            ? "Allow dynamodb:Scan and dynamodb:DescribeTable on the table."
            : RunAgain);

    /// <summary>A table can no longer be written to.</summary>
    /// <param name="table">The table.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="error">The reason.</param>
    /// <param name="summary">The summary of the run.</param>
    public static ErrorRecord WriteEnded(string table, string endpoint, OperationError error, object? summary) => error switch
    {
        { Code: OperationError.InternalCode } => Errors.Internal(error, summary),
        { DoomsRun: true } => ServiceErrors.Run(error, endpoint, summary),
        _ => ServiceErrors.Table(table, error, endpoint, summary, RunAgain),
    };

    /// <summary>Returns how far a run came that ended early.</summary>
    public static string Done(long written) => FormattableString.Invariant($"{written} items were done: DynamoDB confirmed them.");
}
