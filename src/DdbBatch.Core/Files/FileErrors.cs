using System;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>Creates the errors of files: one method per reason.</summary>
internal static class FileErrors
{
    private const string MaxLineAdvice = "Raise -MaxLineBytes if that is right.";

    public static FileException FormatUnknown(string file) => End(
        "FileFormatUnknown",
        new(file),
        "the format of the file is unknown. Specify it: -Format Csv, Tsv, Json, JsonLines or DynamoDBJson.");

    public static FileException NotCompressed(string file) => End(
        "FileDamaged",
        new(file),
        "by its name it is compressed, but its first bytes are neither gzip nor Zstandard. Download it again, or rename it.");

    public static FileException Unreadable(FilePosition position, Exception exception) => End(
        "FileDamaged",
        position,
        $"from here on the file can't be read ({exception.GetType().Name}: {Excerpt.Of(exception.Message)}). Nothing after "
        + "this place was read: the file may be cut off or damaged. Download it again.",
        exception);

    public static FileException Empty(string file) => End(
        "FileEmpty", new(file, 1), "the file is empty. Check whether it was written completely.");

    public static FileException NotDecodable(FilePosition position) => new(
        "InvalidEncoding",
        position,
        "there are bytes that are no characters in the file's encoding. Specify its encoding: -Encoding.");

    public static FileException HasNul(FilePosition position) => new(
        "InvalidEncoding",
        position,
        "there is a NUL character (U+0000), as in UTF-16 text that is read as another encoding. Specify the file's encoding: "
        + "-Encoding unicode, or -Encoding utf8 if the NUL belongs to the value.");

    public static FileException LooksLikeUtf16(string file, string encoding) => End(
        "InvalidEncoding",
        new(file, 1),
        $"the file looks like UTF-16 without a byte order mark. Specify its encoding: -Encoding {encoding}.");

    public static FileException LoneSurrogate(FilePosition position) => new(
        "InvalidSurrogate",
        position,
        "this escape is half a surrogate pair (as \\ud83d without \\udc00 to \\udfff after it), which is no Unicode character. "
        + "Correct the text.");

    public static FileException RowUnreadable(FilePosition position, string why) => new(
        "CsvMalformed", position, $"{Sentence.Of(why)} Quote the value, and double the quotes in it.");

    public static FileException RowTooLong(FilePosition position, long maxLineBytes) => new(
        "LineTooLong",
        position,
        $"the row that starts here is longer than {maxLineBytes} bytes; a quote may not be closed. {MaxLineAdvice}");

    public static FileException LineTooLong(FilePosition position, long maxLineBytes) => new(
        "LineTooLong", position, $"the line is longer than {maxLineBytes} bytes. {MaxLineAdvice}");

    public static FileException ObjectTooLong(FilePosition position, long maxLineBytes, bool isEnvelope) => End(
        "LineTooLong",
        position,
        $"the object that starts here is longer than {maxLineBytes} bytes; nothing after it was read. "
        + (isEnvelope ? DynamoDBJsonAdvice : MaxLineAdvice));

    public static FileException RaggedRow(FilePosition position, int cells, int columns) => new(
        "RaggedRow",
        position,
        $"the row has {cells} cells, and the header {columns}. Correct the row; a value with a delimiter in it must be quoted.");

    public static FileException RepeatedHeader(FilePosition position) => new(
        "RepeatedHeader",
        position,
        "the row repeats the header line, as in files that were joined. Remove it.");

    public static FileException HeaderMissing(string file) => End(
        "HeaderMissing",
        new(file, 1),
        "the file has no header line: it is empty. Check whether it was written completely.");

    public static FileException HeaderEmpty(FilePosition position, int column) => End(
        "HeaderInvalid",
        position,
        $"column {column} has no name. Name it in the header line, or give all names by -Header.");

    public static FileException HeaderDuplicate(FilePosition position, string name) => End(
        "HeaderInvalid",
        position,
        $"two columns are named '{Excerpt.Of(name)}'. Rename one of them, or give all names by -Header.");

    public static FileException HeaderNumber(FilePosition position, string name) => End(
        "HeaderInvalid",
        position,
        $"the first column is named '{Excerpt.Of(name)}', a number: the file may have no header line. Give the names of the "
        + "columns by -Header.");

    public static FileException HeaderDelimiter(FilePosition position, string name, string delimiter) => End(
        "HeaderInvalid",
        position,
        $"there is only one column, named '{Excerpt.Of(name)}': the delimiter may be another. Specify it: -Delimiter {delimiter}. "
        + "If the name is right, give it by -Header.");

    public static FileException HeaderCharacter(FilePosition position, int column, char character) => End(
        "HeaderInvalid",
        position,
        FormattableString.Invariant(
            $"the name of column {column} has the invisible character U+{(int)character:X4}. Remove it, or give all names by -Header."));

    public static FileException HeaderUnreadable(FileException error) =>
        new(error.ErrorId, error.Position, error.Message.Substring(error.Position.ToString().Length + 2), error) { EndsFile = true };

    public static FileException InvalidJson(FilePosition position, string why, Exception? exception = null) => new(
        "InvalidJson", position, Sentence.Of(why), exception);

    public static FileException DocumentInvalid(FilePosition position, string why, Exception exception) => End(
        "InvalidJson", position, Sentence.Of(why) + " Nothing after this place was read.", exception);

    public static FileException NoObject(FilePosition position, string found) => new(
        "InvalidJson", position, $"a JSON object is expected, as {{\"Artist\":\"Ana\"}}, but this is {found}.");

    public static FileException IsDynamoDBJson(FilePosition position) => End(
        "LooksLikeDynamoDBJson",
        position,
        $"this is DynamoDB JSON, whose values have a type, as {{\"Year\":{{\"N\":\"1999\"}}}}. Nothing from here on was read. {DynamoDBJsonAdvice}");

    public static FileException NotAnExport(string folder) => End(
        "NotAnExport",
        new(folder),
        "this folder has no manifest-summary.json, so it is no export of DynamoDB. Give the files in it: its path with /*.");

    public static FileException ExportUnreadable(FilePosition position, string why) => End(
        "ExportInvalid", position, Sentence.Of(why));

    public static FileException DataFileMissing(string file) => End(
        "FileNotOpened",
        new(file),
        "the export's manifest lists this data file, and it is not there. Download the whole export. The data files of an "
        + "incremental export are in the folder data beside the export's folder: download AWSDynamoDB/data too.");

    public static FileException NoOldImages(string file, string why) => End(
        "RevertNotPossible",
        new(file),
        $"-Revert needs the old image of every change, and {why}. Download an incremental export with the view "
        + "NEW_AND_OLD_IMAGES as a whole (manifest-summary.json, manifest-files.json and its data files), and give its folder.");

    public static FileException ItemCount(string file, long expected, long found) => End(
        "ExportInvalid",
        new(file),
        $"the export's manifest says that {expected} items are in it, and {found} were found. Download the export again.");

    public static FileException WrongChecksum(string file) => End(
        "FileDamaged",
        new(file),
        "its MD5 is not that of the export's manifest, so it was changed or damaged after the export. Its items were read. Download the "
        + "export again.");

    public static FileException Incomplete(string file) => End(
        "FileIncomplete",
        new(file),
        "its last response has a NextToken or a LastEvaluatedKey: the scan or query ended before it had read everything (--max-items, or "
        + "one page), and the file lacks the rest. Its items were imported. Scan again without a limit, or use Read-DdbTable.");

    public static FileException NoFile(string pattern) => End(
        "FileNotOpened", new(pattern), "no file has such a name.");

    private static string DynamoDBJsonAdvice =>
        "Read it with -Format DynamoDBJson; with -Format Json or JsonLines it is read as plain JSON.";

    private static FileException End(string errorId, FilePosition position, string reason, Exception? innerException = null) =>
        new(errorId, position, reason, innerException) { EndsFile = true };
}
