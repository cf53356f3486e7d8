using System;
using System.Collections.Generic;

namespace DdbBatch.Files;

/// <summary>Reads the names of columns.</summary>
internal static class CsvHeader
{
    /// <summary>The names in a header line.</summary>
    /// <exception cref="FileException">HeaderInvalid: a name is missing, or two columns have one.</exception>
    public static IReadOnlyList<string> Read(FilePosition position, ReadOnlySpan<char> cells, ReadOnlySpan<int> ends)
    {
        string[] names = new string[ends.Length];
        HashSet<string> known = new(StringComparer.Ordinal);
        int start = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            names[i] = cells.Slice(start, ends[i] - start).ToString();
            start = ends[i];
            if (names[i].Length == 0)
                throw FileErrors.HeaderEmpty(position, i + 1);
            if (!known.Add(names[i]))
                throw FileErrors.HeaderDuplicate(position, names[i]);
        }

        return names;
    }
}
