using System;
using System.Globalization;
using System.Text;

namespace DdbBatch.Exporting;

/// <summary>Brings text from UTF-8 to the encoding of the file. JSON has escapes for characters that the encoding lacks.</summary>
internal sealed class LineEncoder
{
    private readonly Encoding? _encoding;
    private readonly bool _escapes;

    /// <param name="encoding">The encoding; null for UTF-8.</param>
    /// <param name="isJson">Whether the text is JSON.</param>
    public LineEncoder(Encoding? encoding, bool isJson)
    {
        _encoding = encoding is null or UTF8Encoding
            ? null
            : Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        _escapes = isJson && _encoding is not (null or UnicodeEncoding or UTF32Encoding);
        Preamble = encoding?.GetPreamble() ?? [];
    }

    /// <summary>The byte order mark; empty if there is none.</summary>
    public byte[] Preamble { get; }

    /// <summary>The name of the encoding.</summary>
    public string Name => _encoding?.WebName ?? "utf-8";

    /// <summary>Whether the encoding has all characters of a text.</summary>
    public bool CanEncode(string text)
    {
        try
        {
            _encoding?.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The text in the encoding.</summary>
    /// <exception cref="EncoderFallbackException">The encoding lacks a character.</exception>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> utf8)
    {
        if (_encoding is null || utf8.IsEmpty)
            return utf8;
        string text = Encoding.UTF8.GetString(utf8.ToArray());
        return _encoding.GetBytes(_escapes ? Escape(text) : text);
    }

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char one in text)
        {
            if (one < '\u0080')
                escaped.Append(one);
            else
                escaped.Append("\\u").Append(((int)one).ToString("x4", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
