using System;

namespace DdbBatch.Items;

/// <summary>Reads base64 so strictly that writing the bytes again gives the same text.</summary>
/// <remarks>
/// RFC 4648, section 3.5: a text whose unused bits are not zero ("AR==" for "AQ==") is not canonical. .NET ignores such bits
/// and skips white space, which would change the value without an error.
/// </remarks>
internal static class Base64Text
{
    private const int GroupChars = 4;
    private const int GroupBytes = 3;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="value">Its bytes; empty if the text is not canonical base64.</param>
    /// <returns>True if the text is canonical base64.</returns>
    public static bool TryRead(string text, out byte[] value)
    {
        value = [];
        if (text.Length % GroupChars != 0)
            return false;
        try
        {
            value = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return false;
        }

        if (IsCanonical(text, value))
            return true;
        value = [];
        return false;
    }

    // Only white space can make the text longer than necessary, and only the last group has unused bits.
    private static bool IsCanonical(string text, byte[] value)
    {
        int groups = (value.Length + GroupBytes - 1) / GroupBytes;
        if (text.Length != groups * GroupChars)
            return false;
        int rest = value.Length % GroupBytes;
        return rest == 0
            || text.EndsWith(Convert.ToBase64String(value, value.Length - rest, rest), StringComparison.Ordinal);
    }
}
