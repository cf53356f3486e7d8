using System;
using System.Text;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>
/// Checks and reads the strings of JSON. System.Text.Json accepts bytes that are not UTF-8 and <c>\ud83d</c> without its
/// second half, and throws only when the string is read.
/// </summary>
internal static class JsonStrings
{
    private const int EscapeLength = 6;

    // Decoding replaces bytes that are not UTF-8 by it.
    private const char Replacement = '\uFFFD';

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ReplacementBytes => [0xEF, 0xBF, 0xBD];

    /// <summary>The index of the first byte that is not UTF-8; -1 if there is none.</summary>
    public static int FindInvalidByte(byte[] json)
    {
#if NET8_0_OR_GREATER
        if (System.Text.Unicode.Utf8.IsValid(json))
            return -1;
#endif
        try
        {
            Strict.GetCharCount(json);
            return -1;
        }
        catch (DecoderFallbackException)
        {
            return FindReplaced(json);
        }
    }

    // The exception's own index is one too small on .NET Framework. A replacement character may also be in the input.
    private static int FindReplaced(byte[] json)
    {
        char[] text = Encoding.UTF8.GetChars(json);
        for (int index = 0, start = 0; ;)
        {
            int end = Array.IndexOf(text, Replacement, start);
            index += Encoding.UTF8.GetByteCount(text, start, end - start);
            if (!json.AsSpan(index).StartsWith(ReplacementBytes))
                return index;
            (index, start) = (index + ReplacementBytes.Length, end + 1);
        }
    }

    /// <summary>The index of the first escape that is half a surrogate pair; -1 if there is none.</summary>
    /// <param name="json">Well-formed JSON, in which backslashes occur only in strings.</param>
    public static int FindLoneSurrogate(ReadOnlySpan<byte> json)
    {
        int i = json.IndexOf((byte)'\\');
        while (i >= 0)
        {
            int unit = ReadEscape(json.Slice(i));
            bool isPair = IsHigh(unit) && IsLow(ReadEscape(json.Slice(i + EscapeLength)));
            if (!isPair && (IsHigh(unit) || IsLow(unit)))
                return i;
            int next = i + (isPair ? 2 * EscapeLength : unit >= 0 ? EscapeLength : 2);
            int found = json.Slice(next).IndexOf((byte)'\\');
            i = found < 0 ? -1 : next + found;
        }

        return -1;
    }

    /// <summary>
    /// Returns the text of a JSON string. Half a surrogate pair is kept, so that the rule for strings can report it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The element is not a string, or its bytes are not UTF-8.</exception>
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException) when (value.ValueKind == JsonValueKind.String)
        {
            return Unescape(value.GetRawText());
        }
    }

    /// <summary>Returns the name of a JSON property, read as by <see cref="TextOf"/>.</summary>
    /// <exception cref="InvalidOperationException">The bytes are not UTF-8.</exception>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescape(property.ToString());
        }
    }

    /// <summary>Returns the name or text at the reader's position, read as by <see cref="TextOf"/>.</summary>
    /// <exception cref="InvalidOperationException">The bytes are not UTF-8.</exception>
    public static string TextAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape($"\"{Encoding.UTF8.GetString(reader.ValueSpan.ToArray())}\"");
        }
    }

    // The string at the start of a JSON text.
    private static string Unescape(string json)
    {
        StringBuilder text = new();
        int i = json.IndexOf('"') + 1;
        while (json[i] != '"')
        {
            char c = json[i++];
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            char escape = json[i++];
            if (escape == 'u')
            {
                text.Append((char)Convert.ToInt32(json.Substring(i, 4), 16));
                i += 4;
            }
            else
            {
                text.Append(escape switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => escape });
            }
        }

        return text.ToString();
    }

    // The code unit of \uXXXX at the start of a text; -1 for other text.
    private static int ReadEscape(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[0] != '\\' || text[1] != 'u')
            return -1;
        int unit = 0;
        foreach (byte digit in text.Slice(2, 4))
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return unit;
    }

    private static bool IsHigh(int unit) => unit is >= 0xD800 and < 0xDC00;

    private static bool IsLow(int unit) => unit is >= 0xDC00 and < 0xE000;
}
