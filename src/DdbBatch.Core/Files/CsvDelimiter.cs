using System;

namespace DdbBatch.Files;

/// <summary>Chooses the character between the cells of a row, and checks it.</summary>
internal static class CsvDelimiter
{
    private const string LineStart = "sep=";

    private static readonly char[] Usual = [';', '\t', '|', ','];

    /// <summary>Chooses the delimiter of a file.</summary>
    /// <param name="given">-Delimiter; null if it was not given.</param>
    /// <param name="specified">The one of a line such as <c>sep=;</c> (Excel) at the start of the file; null if there is none.</param>
    /// <param name="format">Csv or Tsv.</param>
    public static char Choose(char? given, char? specified, FileFormat format) => given ?? specified ?? Of(format);

    /// <summary>The delimiter of a format.</summary>
    /// <param name="format">Csv or Tsv.</param>
    public static char Of(FileFormat format) => format == FileFormat.Tsv ? '\t' : ',';

    /// <summary>Refuses a -Delimiter that can't separate cells.</summary>
    /// <exception cref="ArgumentException">It can't.</exception>
    public static void Check(char? given)
    {
        if (given is { } delimiter && !IsValid(delimiter))
            throw new ArgumentException("-Delimiter: a quote, a line break or half of a surrogate pair can't separate cells.");
    }

    /// <summary>Reads a line that specifies the delimiter, with or without quotes.</summary>
    /// <returns>The delimiter; null if the line is another one.</returns>
    public static char? ReadLine(ReadOnlySpan<char> line)
    {
        bool isQuoted = line.Length > 2 && line[0] == '"' && line[line.Length - 1] == '"';
        ReadOnlySpan<char> plain = isQuoted ? line.Slice(1, line.Length - 2) : line;
        return plain.Length == LineStart.Length + 1 && plain.StartsWith(LineStart.AsSpan(), StringComparison.OrdinalIgnoreCase)
            && IsValid(plain[LineStart.Length])
            ? plain[LineStart.Length]
            : null;
    }

    /// <summary>Refuses a header of one column whose name contains another usual delimiter, because its rows are not split.</summary>
    /// <exception cref="FileException">HeaderInvalid.</exception>
    public static void CheckOnlyColumn(FilePosition position, string name)
    {
        int at = name.IndexOfAny(Usual);
        if (at >= 0)
            throw FileErrors.HeaderDelimiter(position, name, name[at] == '\t' ? "\"`t\"" : $"'{name[at]}'");
    }

    private static bool IsValid(char delimiter) => delimiter is not ('"' or '\r' or '\n' or (>= '\uD800' and < '\uE000'));
}
