using System;
using System.IO;
using System.Text;

namespace DdbBatch.Files;

/// <summary>
/// Determines the encoding of a text: from its byte order mark, otherwise from the user's choice, otherwise UTF-8.
/// </summary>
internal static class TextDecoding
{
    /// <summary>
    /// Returns the text of a stream. Bytes that cannot be decoded are replaced by a mark that <see cref="UndecodableMark"/>
    /// recognizes.
    /// </summary>
    public static StreamReader OpenText(PeekedStream stream, Encoding? given, UndecodableMark mark)
    {
        Encoding encoding = (Encoding)Detect(stream, given).Clone();
        encoding.DecoderFallback = mark;
        return new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, 64 * 1024);
    }

    /// <summary>
    /// Returns the bytes of a stream as UTF-8. Bytes that cannot be decoded end it with a DecoderFallbackException.
    /// </summary>
    public static Stream OpenUtf8(PeekedStream stream, Encoding? given)
    {
        Encoding encoding = Detect(stream, given);
        if (encoding is UTF8Encoding)
            return stream;
        encoding = (Encoding)encoding.Clone();
        encoding.DecoderFallback = DecoderFallback.ExceptionFallback;
        return new Utf8Stream(new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false));
    }

    /// <summary>
    /// The name of the UTF-16 encoding of a text without a byte order mark; null for other texts. UTF-8 text has no NUL next
    /// to its first character.
    /// </summary>
    public static string? FindUtf16(ReadOnlySpan<byte> head) => head switch
    {
        [not 0, 0] or [not 0, 0, not 0, 0] => "unicode",
        [0, not 0] or [0, not 0, 0, not 0] => "bigendianunicode",
        _ => null,
    };

    /// <summary>The encoding that a byte order mark names, and the mark's length; null if there is none.</summary>
    public static (Encoding? Encoding, int Length) FindMarked(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (new UTF8Encoding(false), 3),
        [0xFF, 0xFE, 0, 0] => (new UTF32Encoding(false, false), 4),
        [0, 0, 0xFE, 0xFF] => (new UTF32Encoding(true, false), 4),
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(false, false), 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(true, false), 2),
        _ => (null, 0),
    };

    private static Encoding Detect(PeekedStream stream, Encoding? given)
    {
        (Encoding? marked, int length) = FindMarked(stream.Head);
        stream.Skip(length);
        return marked ?? given ?? new UTF8Encoding(false);
    }
}
