using System;
using System.IO;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>A file can't be written: nothing of the export is left under its name.</summary>
internal sealed class FileWriteException : Exception
{
    private FileWriteException(string errorId, string path, string reason, Exception? innerException = null)
        : base($"'{path}' {reason}", innerException)
    {
        ErrorId = errorId;
        Path = path;
    }

    /// <summary>The error's name: one word, stable.</summary>
    public string ErrorId { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    public static FileWriteException Exists(string path) => new(
        "FileExists", path, "exists already. Give another path, or leave out -NoClobber to replace the file.");

    public static FileWriteException FolderMissing(string path) => new(
        "FolderMissing", path, "can't be written, because its folder does not exist. Create the folder, or give another path.");

    public static FileWriteException IsFolder(string path) => new(
        "PathIsFolder", path, "is a folder. Give the path of a file in it.");

    public static FileWriteException IsDevice(string path) => new(
        "PathIsDevice", path, "is a device and not a file that could be replaced. Give the path of a file.");

    public static FileWriteException IsReadOnly(string path) => new(
        "FileReadOnly", path, "is read-only. Give -Force to write it nevertheless, or another path.");

    public static FileWriteException NotAppendable(string path, string why) => new(
        "FileNotAppendable", path, $"can't be appended to: {Sentence.Of(why)} It was left as it is.");

    public static FileWriteException Refused(string path, Exception exception) => new(
        "FileNotWritten", path, $"can't be written: {Sentence.Of(exception.Message)}", exception);

    public static FileWriteException NotPublished(string path, string kept, Exception exception) => new(
        "FileNotWritten",
        path,
        $"can't be replaced: {Sentence.Of(exception.Message)} The export is complete in '{kept}': rename that file.",
        exception);

    public static FileWriteException NotRemoved(string path, Exception exception) => new(
        "FileNotRemoved",
        path,
        $"is a part of an earlier export and can't be removed: {Sentence.Of(exception.Message)} All parts of this export are complete: "
        + "remove that file.",
        exception);

    /// <summary>Whether an exception means that a file can't be written. .NET calls a file that may not grow (EFBIG) an argument out of range.</summary>
    public static bool IsCause(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentOutOfRangeException;
}
