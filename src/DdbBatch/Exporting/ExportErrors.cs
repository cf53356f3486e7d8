using System;
using System.Globalization;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Reporting;

namespace DdbBatch.Exporting;

/// <summary>The errors of an export.</summary>
internal static class ExportErrors
{
    /// <summary>An object that is no item, or that the format can't hold.</summary>
    public static ErrorRecord NotExported(ItemException exception, long position, object? input) => Errors.Create(
        new InvalidOperationException($"{Place(position, input)}: {exception.Message}", exception),
        exception.ErrorId,
        ErrorCategory.InvalidData,
        input,
        "The object is not in the file; the others are not affected. Correct it, or the parameters, and export again.");

    /// <summary>The file can't be written.</summary>
    public static ErrorRecord File(FileWriteException exception) => Errors.Create(
        exception, exception.ErrorId, CategoryOf(exception.ErrorId), exception.Path, exception.Message);

    /// <summary>A leftover whose operation is no put has no item.</summary>
    public static ItemException NoItem(OperationKind kind) => new(
        "NoItem",
        "",
        $"this is an operation {kind}, which has no whole item. A file would not keep the operation: use -FailedPath of the command that "
        + "writes, or Export-Clixml.");

    private static string Place(long position, object? input)
    {
        string number = position.ToString(CultureInfo.InvariantCulture);
        return input is DdbItem item ? $"Input {number} ({item.Position})" : $"Input {number}";
    }

    private static ErrorCategory CategoryOf(string errorId) => errorId switch
    {
        "FileExists" => ErrorCategory.ResourceExists,
        "FolderMissing" => ErrorCategory.ObjectNotFound,
        "PathIsFolder" or "PathIsDevice" or "FileNotAppendable" => ErrorCategory.InvalidArgument,
        "FileReadOnly" => ErrorCategory.PermissionDenied,
        _ => ErrorCategory.WriteError,
    };
}
