using System;

namespace DdbBatch.Checkpoints;

/// <summary>A checkpoint doesn't belong to this input, or its file can't be used.</summary>
/// <param name="errorId">The error's name: one word, stable.</param>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">What said so.</param>
internal sealed class CheckpointException(string errorId, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The error's name.</summary>
    public string ErrorId { get; } = errorId;

    public static CheckpointException Unusable(string path, Exception exception) => new(
        "CheckpointUnusable",
        $"The checkpoint '{path}' can't be used: {exception.Message} Give another -CheckpointPath, or remove the file to begin anew.",
        exception);

    public static CheckpointException OtherOptions(string path) => Mismatch(
        path, "was made by another command, endpoint or table, or with other parameters");

    public static CheckpointException OtherRows(string path, long row) => Mismatch(
        path, $"was made with another input: of its first {row} rows at least one was changed, added or taken away");

    public static CheckpointException FewerRows(string path, long row, long found) => Mismatch(
        path, $"was made with another input: it had {row} rows at least, and this one has {found}");

    public static CheckpointException MoreRows(string path, long row) => Mismatch(
        path, $"says that all {row} rows are done, and there are more now");

    private static CheckpointException Mismatch(string path, string why) => new(
        "CheckpointMismatch",
        $"The checkpoint '{path}' {why}. Nothing new was written. Run the load as it was, or remove the file to begin anew.");
}
