using System;

namespace DdbBatch.Conversion;

/// <summary>The number of letters to insert, delete or replace to change one name into another (Levenshtein).</summary>
internal static class EditDistance
{
    // A longer name differs by more than a typing error, and its end is ignored.
    private const int MaxLength = 64;

    /// <summary>Returns the distance of two names, ignoring case.</summary>
    public static int Between(string first, string second)
    {
        string a = Shorten(first);
        string b = Shorten(second);
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }

    private static string Shorten(string name) =>
        (name.Length <= MaxLength ? name : name.Substring(0, MaxLength)).ToUpperInvariant();
}
