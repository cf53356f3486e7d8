using System;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>The errors of files: one factory a reason.</summary>
internal static class FileErrors
{
    private const string MaxLineAdvice = "Raise -MaxLineBytes if that is right.";

    public static FileException FormatUnknown(string file) => new(
        "FileFormatUnknown",
        new(file),
        "nothing says what format it has. Give it: -Format Csv, Tsv, Json, JsonLines or DynamoDBJson.");

    public static FileException NotCompressed(string file) => new(
        "FileDamaged",
        new(file),
        "by its name it is compressed, and by its first bytes it is neither gzip nor Zstandard. Fetch it again, or rename it.");

    public static FileException Unreadable(FilePosition position, Exception exception) => new(
        "FileDamaged",
        position,
        $"from here on the file can't be read ({exception.GetType().Name}: {Excerpt.Of(exception.Message)}). Nothing behind "
        + "this place was read: it may be cut off or damaged. Fetch it again.",
        exception);

    public static FileException NotDecodable(FilePosition position) => new(
        "InvalidEncoding",
        position,
        "there are bytes that are no characters in the file's encoding. Say which encoding it has: -Encoding.");

    public static FileException RowUnreadable(FilePosition position, string why) => new(
        "CsvMalformed", position, $"{why} Quote the value, and double the quotes in it.");

    public static FileException RowTooLong(FilePosition position, long maxLineBytes) => new(
        "LineTooLong",
        position,
        $"the row that starts here is longer than {maxLineBytes} bytes; a quote may not be closed. {MaxLineAdvice}");

    public static FileException LineTooLong(FilePosition position, long maxLineBytes) => new(
        "LineTooLong", position, $"the line is longer than {maxLineBytes} bytes. {MaxLineAdvice}");

    public static FileException ObjectTooLong(FilePosition position, long maxLineBytes) => new(
        "LineTooLong",
        position,
        $"the object that starts here is longer than {maxLineBytes} bytes; what is behind it was not read. {MaxLineAdvice}");

    public static FileException RaggedRow(FilePosition position, int cells, int columns) => new(
        "RaggedRow",
        position,
        $"the row has {cells} cells, and the header {columns}. Correct the row; a value with a delimiter in it has to be quoted.");

    public static FileException HeaderMissing(string file) => new(
        "HeaderMissing", new(file, 1), "there is no header line. Give the names of the columns by -Header.");

    public static FileException HeaderEmpty(FilePosition position, int column) => new(
        "HeaderInvalid",
        position,
        $"column {column} has no name. Name it in the header line, or give all names by -Header.");

    public static FileException HeaderDuplicate(FilePosition position, string name) => new(
        "HeaderInvalid",
        position,
        $"two columns are named '{Excerpt.Of(name)}'. Rename one of them, or give all names by -Header.");

    public static FileException InvalidJson(FilePosition position, string why, Exception? exception = null) => new(
        "InvalidJson", position, why, exception);

    public static FileException NoObject(FilePosition position, string found) => new(
        "InvalidJson", position, $"a JSON object is expected, as {{\"Artist\":\"Ana\"}}, and {found} stands here.");

    public static FileException NotAnExport(string folder) => new(
        "NotAnExport",
        new(folder),
        "this folder has no manifest-summary.json, and so it is no export of DynamoDB. Give the files in it: its path with /*.");

    public static FileException ExportUnreadable(FilePosition position, string why) => new(
        "ExportInvalid", position, why);

    public static FileException ItemCount(string file, long expected, long found) => new(
        "ExportInvalid",
        new(file),
        $"the export's manifest says that {expected} items are in it, and {found} were found. Fetch the export again.");

    public static FileException NoFile(string pattern) => new(
        "FileNotOpened", new(pattern), "no file has such a name.");
}
