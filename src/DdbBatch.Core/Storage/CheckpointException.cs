using System;
using DdbBatch.Items;

namespace DdbBatch.Storage;

/// <summary>A checkpoint does not belong to this input, or its file cannot be used.</summary>
/// <param name="errorId">The error's id: one word, stable.</param>
/// <param name="message">The reason, and what to do.</param>
/// <param name="innerException">The exception that reported the problem.</param>
internal sealed class CheckpointException(string errorId, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    private const string Mismatched = "CheckpointMismatch";

    /// <summary>The error's id.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>True if the checkpoint belongs to another load.</summary>
    public bool IsMismatch => ErrorId == Mismatched;

    public static CheckpointException Unusable(string path, Exception exception) => new(
        "CheckpointUnusable",
        $"The checkpoint '{path}' can't be used: {Sentence.Of(exception.Message)} Specify another -CheckpointPath, or remove the file to start over.",
        exception);

    public static CheckpointException Unwritable(string path, Exception exception) => new(
        "CheckpointNotWritten",
        $"The checkpoint '{path}' can't be written any more: {Sentence.Of(exception.Message)} The load was stopped. The file has its last "
        + "mark: free disk space, and run the load again as it was.",
        exception);

    public static CheckpointException InUse(string path) => new(
        "CheckpointInUse", $"The checkpoint '{path}' is in use by another load. Wait until that ends, or specify another -CheckpointPath.");

    public static CheckpointException OtherFailedPath(string path, string failedPath) => new(
        Mismatched,
        $"The checkpoint '{path}' belongs to a load that keeps what wasn't written in '{failedPath}'. Nothing new was written. "
        + "Give that -FailedPath, or replay and remove that file first.");

    public static CheckpointException OtherOptions(string path) => Mismatch(
        path, "was made by another command, endpoint or table, or with other parameters");

    /// <summary>The file is of a copy of other tables, endpoints, or a selection of other items.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">The part that differs.</param>
    /// <param name="former">Its value in the file.</param>
    /// <param name="given">Its value now.</param>
    public static CheckpointException OtherCopy(string path, string part, string former, string given) => new(
        Mismatched,
        $"The checkpoint '{path}' belongs to another copy: its {part} is '{former}', and now it is '{given}'. Nothing was copied. "
        + "Run the copy as it was, specify another -CheckpointPath, or remove the file to start over.");

    /// <summary>A table of the file was deleted, and another one has its name now.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table's ARN.</param>
    /// <param name="former">The TableId in the file.</param>
    /// <param name="given">The table's TableId now.</param>
    public static CheckpointException ReplacedTable(string path, string table, string former, string given) => new(
        Mismatched,
        $"The table '{table}' was deleted and created again since the checkpoint '{path}' was written: its id was '{former}', and now "
        + $"it is '{given}'. The checkpoint counts rows of the deleted table. Remove the file to start over with the new one.");

    public static CheckpointException OtherRows(string path, long row) => Mismatch(
        path, $"was made with another input: of its first {row} rows at least one was changed, added or taken away");

    public static CheckpointException FewerRows(string path, CheckpointMark former, long found) => Mismatch(
        path,
        $"was made with another input: it had {former.TakenRow} rows at least, and this one has {found}",
        found <= former.Row ? "Nothing new was written." : $"Rows {former.Row + 1} to {found} were sent again.");

    public static CheckpointException MoreRows(string path, long row) => Mismatch(
        path, $"says that all {row} rows are done, and there are more now");

    private static CheckpointException Mismatch(string path, string why, string written = "Nothing new was written.") => new(
        Mismatched,
        $"The checkpoint '{path}' {why}. {written} Run the load as it was, or remove the file to start over.");
}
