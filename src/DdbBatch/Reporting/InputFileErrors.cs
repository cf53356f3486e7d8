using System;
using System.Management.Automation;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Reporting;

/// <summary>The errors of files that are read.</summary>
internal static class InputFileErrors
{
    /// <summary>
    /// A part of a file, or the file itself, cannot be read: InvalidData if only this row, line or object is missing,
    /// ReadError if the rest of the file is missing too.
    /// </summary>
    public static ErrorRecord File(FileException exception) => Errors.Create(
        exception,
        exception.ErrorId,
        exception.EndsFile ? ErrorCategory.ReadError : ErrorCategory.InvalidData,
        exception.Position.File,
        exception.Message);

    /// <summary>An item of a file that breaks a rule.</summary>
    public static ErrorRecord FileItem(ItemException exception, FilePosition position) => Errors.Create(
        new InvalidOperationException($"{position}: {exception.Message}", exception),
        exception.ErrorId,
        ErrorCategory.InvalidData,
        position.File,
        "Correct the file, or say how its values are to be read: -AttributeType, -EmptyString.");

    /// <summary>A file that cannot be opened.</summary>
    public static ErrorRecord FileOpen(string path, Exception exception) => Errors.Create(
        new InvalidOperationException(
            Sentence.Of(exception.Message.Contains(path) ? exception.Message : $"'{path}' can't be opened: {exception.Message}"), exception),
        "FileNotOpened",
        ErrorCategory.OpenError,
        path,
        "Check the path and its permissions.");
}
