using System;

namespace DdbBatch.Files;

/// <summary>The white space that JSON allows between values: space, tab, CR and LF.</summary>
internal static class Blanks
{
    /// <summary>Returns the text without white space at its start.</summary>
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && IsBlank(text[start]))
            start++;
        return text.Slice(start);
    }

    /// <summary>Returns the text without white space at its end.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        while (end > 0 && IsBlank(text[end - 1]))
            end--;
        return text.Slice(0, end);
    }

    private static bool IsBlank(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
