using System;

namespace DdbBatch.Files;

/// <summary>
/// Skips the lines that programs write before the header: <c>#TYPE System.Object</c> (Export-Csv of Windows PowerShell) and
/// <c>sep=;</c> (Excel).
/// </summary>
internal static class CsvPreamble
{
    private const string TypeStart = "#TYPE ";

    /// <summary>Skips these lines, and blank lines before them.</summary>
    /// <returns>The delimiter that a line specifies; null if there is none.</returns>
    /// <exception cref="FileException">FileDamaged.</exception>
    public static char? Skip(CsvBuffer text)
    {
        char? delimiter = null;
        while (FirstLine(text) is var line && (line.Length == 0 ? !text.Unread.IsEmpty : IsPreamble(line, ref delimiter)))
            text.SkipLine();
        return delimiter;
    }

    private static bool IsPreamble(ReadOnlySpan<char> line, ref char? delimiter)
    {
        if (line.StartsWith(TypeStart.AsSpan(), StringComparison.OrdinalIgnoreCase))
            return true;
        if (CsvDelimiter.ReadLine(line) is not { } specified)
            return false;
        delimiter = specified;
        return true;
    }

    private static ReadOnlySpan<char> FirstLine(CsvBuffer text)
    {
        int end;
        while ((end = text.Unread.IndexOf(text.LineEnd)) < 0 && text.Unread.Length <= TypeStart.Length && text.Fill())
        {
        }

        ReadOnlySpan<char> line = end < 0 ? text.Unread : text.Unread.Slice(0, end);
        return line.Length > 0 && line[line.Length - 1] == '\r' ? line.Slice(0, line.Length - 1) : line;
    }
}
