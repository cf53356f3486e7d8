using System;

namespace DdbBatch.Files;

/// <summary>Where lines end: at CR, LF, or CR and LF.</summary>
internal static class LineBreaks
{
    /// <summary>The length of the first line with its break; the text's own length where none is in it.</summary>
    public static int FirstLineLength(ReadOnlySpan<char> text)
    {
        int i = text.IndexOfAny('\r', '\n');
        if (i < 0)
            return text.Length;
        return text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 2 : i + 1;
    }

    /// <summary>How many line breaks a text has.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        int i;
        while ((i = text.IndexOfAny('\r', '\n')) >= 0)
        {
            count++;
            text = text.Slice(i + (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 2 : 1));
        }

        return count;
    }
}
