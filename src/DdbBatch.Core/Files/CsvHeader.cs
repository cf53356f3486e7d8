using System;
using System.Collections.Generic;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>Reads the names of the columns.</summary>
internal static class CsvHeader
{
    // NUL, zero-width characters, direction marks and the byte order mark: they are invisible in a name.
    private const string Invisible = "\0\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF";

    /// <summary>
    /// Returns the names in a header line. White space around a name is removed, unless the name is in quotes.
    /// </summary>
    /// <param name="position">The position of the line.</param>
    /// <param name="row">The line.</param>
    /// <param name="assumedDelimiter">The delimiter if the user did not specify one; otherwise null.</param>
    /// <exception cref="FileException">HeaderInvalid.</exception>
    public static IReadOnlyList<string> Read(FilePosition position, CsvRow row, char? assumedDelimiter)
    {
        string[] names = new string[row.Count];
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i] = NameOf(row, i);
            if (name.Length == 0)
                throw FileErrors.HeaderEmpty(position, i + 1);
            if (!row.IsQuoted(i) && FindInvisible(name) is var at and >= 0)
                throw FileErrors.HeaderCharacter(position, i + 1, name[at]);
            if (!known.Add(name))
                throw FileErrors.HeaderDuplicate(position, name);
        }

        if (!row.IsQuoted(0) && DdbNumber.Parse(Encoding.UTF8.GetBytes(names[0]), out _) == DdbNumberStatus.Valid)
            throw FileErrors.HeaderNumber(position, names[0]);
        if (assumedDelimiter is not null && names.Length == 1 && !row.HasQuotes)
            CsvDelimiter.CheckOnlyColumn(position, names[0]);
        return names;
    }

    /// <summary>True if a row repeats the header line.</summary>
    public static bool IsRepeated(IReadOnlyList<string> names, CsvRow row)
    {
        // Most rows differ in the first cell.
        if (row.Count != names.Count || !row[0].StartsWith(names[0].AsSpan()))
            return false;
        for (int i = 0; i < names.Count; i++)
        {
            if (NameOf(row, i) != names[i])
                return false;
        }

        return true;
    }

    private static string NameOf(CsvRow row, int column)
    {
        string name = row[column].ToString();
        return row.IsQuoted(column) ? name : name.Trim(' ', '\t');
    }

    private static int FindInvisible(string name)
    {
        int at = name.IndexOfAny(Invisible.ToCharArray());
        if (at >= 0)
            return at;
        return name[0] == '\u00A0' ? 0 : name[name.Length - 1] == '\u00A0' ? name.Length - 1 : -1;
    }
}
