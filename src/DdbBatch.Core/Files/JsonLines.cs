using System;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>The rules of JSON Lines: one value per line.</summary>
internal static class JsonLines
{
    /// <summary>
    /// True if a file has one object per line, and is not a document over many lines: its first line is a complete object,
    /// or the second line starts another one.
    /// </summary>
    public static bool IsLikely(ByteSource source, long maxLineBytes)
    {
        while (CountLines(source.Unread) < 3 && source.Unread.Length <= maxLineBytes && source.Fill())
        {
        }

        ReadOnlySpan<byte> text = source.Unread;
        ReadOnlySpan<byte> first = TakeLine(ref text);
        // A single line that is longer than the maximum size of an object is a document: its members are read one by one.
        if (first.Length > maxLineBytes || first is not [(byte)'{', ..])
            return false;
        ReadOnlySpan<byte> second = TakeLine(ref text);
        // A line that has only an opening brace starts a document over many lines.
        if (second is [(byte)'{'])
            return false;
        return IsObject(first) || (second is [(byte)'{', ..] && first is not [.., (byte)'[' or (byte)',' or (byte)':']);
    }

    /// <summary>True if a line has only white space.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => Blanks.TrimEnd(line).IsEmpty;

    /// <summary>Checks that a line is one JSON value.</summary>
    /// <param name="line">The line.</param>
    /// <param name="found">The kind of value, if it is not an object.</param>
    /// <returns>True for an object.</returns>
    /// <exception cref="JsonException">The line is not a JSON value, or has more than one.</exception>
    public static bool TryReadObject(ReadOnlySpan<byte> line, out string found)
    {
        Utf8JsonReader reader = new(line, JsonLimits.Reader);
        reader.Read();
        JsonTokenType token = reader.TokenType;
        found = JsonReasons.NameOf(token);
        reader.Skip();
        // Any text after the value throws.
        reader.Read();
        return token == JsonTokenType.StartObject;
    }

    /// <summary>Returns the column of a byte, counted in characters.</summary>
    public static long ColumnOf(ReadOnlySpan<byte> line, long byteIndex) =>
        Encoding.UTF8.GetCharCount(line.Slice(0, (int)Math.Min(byteIndex, line.Length)).ToArray()) + 1;

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        try
        {
            return TryReadObject(line, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int CountLines(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (!TakeLine(ref text).IsEmpty)
            count++;
        return count;
    }

    // Returns the first line that is not blank, without surrounding white space; empty if there is none.
    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> text)
    {
        text = Blanks.TrimStart(text);
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = text.Slice(0, end < 0 ? text.Length : end);
        text = text.Slice(line.Length);
        return Blanks.TrimEnd(line);
    }
}
