using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Reporting;
using DdbBatch.Storage;

namespace DdbBatch.Running;

/// <summary>The errors of the files that outlive a run: -FailedPath and -CheckpointPath.</summary>
internal static class RunFileErrors
{
    /// <summary>The checkpoint belongs to another load, or its file cannot be used.</summary>
    public static ErrorRecord Checkpoint(CheckpointException exception) => Errors.Create(
        exception, exception.ErrorId, exception.IsMismatch ? ErrorCategory.InvalidData : ErrorCategory.WriteError, null, exception.Message);

    /// <summary>The checkpoint is of this copy, and the destination was deleted.</summary>
    public static ErrorRecord DestinationGone(string path, string destination) => Errors.Create(
        new InvalidOperationException($"The checkpoint '{path}' is of a copy to table '{destination}', which no longer exists."),
        "CheckpointOfOtherTable",
        ErrorCategory.InvalidData,
        path,
        "Remove the file to copy all items.");

    /// <summary>The file of -FailedPath cannot be written, or no longer.</summary>
    public static ErrorRecord FailedPath(string path, Exception exception, object? target) => Errors.Create(
        new InvalidOperationException(
            $"-FailedPath '{path}' can't be written: {Sentence.Of(exception.Message)} "
            + (target is null ? "Nothing was written to the table." : "The load was stopped: what the file lacks is in the errors."),
            exception),
        "FailedPathNotWritten",
        ErrorCategory.WriteError,
        target,
        "Free disk space, or specify another path.");

    /// <summary>-FailedPath is a file of another kind.</summary>
    public static ErrorRecord FailedPathUnusable(FormatException exception) => Errors.Create(
        new InvalidOperationException($"-FailedPath: {Sentence.Of(exception.Message)} Nothing was added to it. Give another path.", exception),
        "FailedPathUnusable",
        ErrorCategory.InvalidArgument,
        null,
        "Give another path, or move the file away.");

    /// <summary>A failed file cannot be claimed to retry its operations.</summary>
    public static ErrorRecord FailedPathInUse(string path, Exception exception) => Errors.Create(
        new InvalidOperationException(
            $"-FailedPath '{path}' can't be used: {Sentence.Of(exception.Message)} A load that is running may append to it. Nothing was written.", exception),
        "FailedPathInUse",
        ErrorCategory.ResourceBusy,
        path,
        "Wait for the end of the load that uses the file, and check the permissions of the file and its folder.");

    /// <summary>
    /// The file of -FailedPath can no longer be written; the operations that it lacks are reported as errors too.
    /// </summary>
    public static ErrorRecord FailedPathIncomplete(string path, Exception exception) => Errors.Create(
        new InvalidOperationException($"-FailedPath '{path}' can't be written: {Sentence.Of(exception.Message)} What it lacks is in the errors.", exception),
        "FailedPathNotWritten",
        ErrorCategory.WriteError,
        path,
        "Free disk space, or specify another path.");

    /// <summary>Two parameters specify the same file.</summary>
    public static ErrorRecord SameFile(string one, string other, string path) => Errors.Create(
        new PSArgumentException($"{one} and {other} would both use the file '{path}', and destroy what the other keeps in it. Give them different paths."),
        "SameFile",
        ErrorCategory.InvalidArgument,
        path,
        "Give them different paths.");

    /// <summary>A reader upstream is about to read a file that the command writes.</summary>
    public static ErrorRecord InputIsOutput(string parameter, string path) => Errors.Create(
        new InvalidOperationException(
            $"'{path}' can't be read, because -{parameter} of a command later in the pipeline writes it. "
            + (parameter == "FailedPath"
                ? "To write the operations in a failed file again, use Resume-DdbBatch -FailedPath; or give another -FailedPath."
                : $"Give another -{parameter}.")),
        "InputIsOutput",
        ErrorCategory.InvalidOperation,
        path,
        parameter == "FailedPath" ? "Resume-DdbBatch writes the operations in a failed file again and uses the file up." : $"Give another -{parameter}.");
}
