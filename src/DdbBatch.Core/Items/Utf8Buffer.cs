using System;
#if NET8_0_OR_GREATER
using System.Buffers;
#endif
using System.Buffers.Text;

namespace DdbBatch.Items;

/// <summary>A growing buffer of UTF-8 JSON. It is reused, so that writing allocates nothing.</summary>
internal sealed class Utf8Buffer
{
    private const int LongestEscape = 6;

#if NET8_0_OR_GREATER
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\u007f");
#endif

    private byte[] _bytes = new byte[4096];

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The memory that begins with the bytes written.</summary>
    public byte[] Buffer => _bytes;

    /// <summary>The last byte written; 0 if the buffer is empty.</summary>
    public byte Last => Length == 0 ? (byte)0 : _bytes[Length - 1];

    /// <summary>Clears the buffer.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes bytes unchanged.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Writes one byte unchanged.</summary>
    public void WriteRaw(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Writes bytes between others, for example <c>{"N":"</c> and <c>"}</c>.</summary>
    public void WriteRaw(ReadOnlySpan<byte> opening, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> closing)
    {
        Span<byte> free = Reserve(opening.Length + bytes.Length + closing.Length);
        opening.CopyTo(free);
        bytes.CopyTo(free.Slice(opening.Length));
        closing.CopyTo(free.Slice(opening.Length + bytes.Length));
        Length += opening.Length + bytes.Length + closing.Length;
    }

    /// <summary>Writes bytes as base64 between others.</summary>
    public void WriteBase64(ReadOnlySpan<byte> opening, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> closing)
    {
        Span<byte> free = Reserve(opening.Length + Base64.GetMaxEncodedToUtf8Length(bytes.Length) + closing.Length);
        opening.CopyTo(free);
        Base64.EncodeToUtf8(bytes, free.Slice(opening.Length), out _, out int written);
        closing.CopyTo(free.Slice(opening.Length + written));
        Length += opening.Length + written + closing.Length;
    }

    /// <summary>Writes text between others, escaping only the characters that JSON requires.</summary>
    /// <returns>The text's length in UTF-8; or, if it has half a surrogate pair, -1 minus the index of that half.</returns>
    public int WriteText(ReadOnlySpan<byte> opening, ReadOnlySpan<char> text, ReadOnlySpan<byte> closing)
    {
        Span<byte> free = Reserve(opening.Length + (text.Length * LongestEscape) + closing.Length);
        opening.CopyTo(free);
        int sizeBytes = Encode(text, free.Slice(opening.Length), out int length);
        closing.CopyTo(free.Slice(opening.Length + length));
        Length += opening.Length + length + closing.Length;
        return sizeBytes;
    }

    private static int Encode(ReadOnlySpan<char> text, Span<byte> free, out int length)
    {
        int plain = WritePlain(text, free);
        length = plain;
        int escapeBytes = 0;
        for (int i = plain; i < text.Length; i++)
        {
            char c = text[i];
            if (c is >= ' ' and < '\u0080' and not ('"' or '\\'))
            {
                free[length++] = (byte)c;
            }
            else if (c < '\u0080')
            {
                int escape = WriteEscape(free.Slice(length), (byte)c);
                length += escape;
                escapeBytes += escape - 1;
            }
            else if (!char.IsSurrogate(c))
            {
                length += WriteMultiByte(free.Slice(length), c);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                length += WriteMultiByte(free.Slice(length), char.ConvertToUtf32(c, text[++i]));
            }
            else
            {
                return -1 - i;
            }
        }

        return length - escapeBytes;
    }

    // The ASCII characters at the start, usually all of them, are copied many at a time if .NET can do so.
    private static int WritePlain(ReadOnlySpan<char> text, Span<byte> destination)
    {
#if NET8_0_OR_GREATER
        int special = text.IndexOfAnyExcept(PlainCharacters);
        ReadOnlySpan<char> plain = special < 0 ? text : text.Slice(0, special);
        System.Text.Ascii.FromUtf16(plain, destination, out int written);
        return written;
#else
        return 0;
#endif
    }

    private static int WriteEscape(Span<byte> destination, byte c)
    {
        destination[0] = (byte)'\\';
        byte shortForm = c switch
        {
            (byte)'"' or (byte)'\\' => c,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => 0,
        };
        if (shortForm != 0)
        {
            destination[1] = shortForm;
            return 2;
        }

        "u00"u8.CopyTo(destination.Slice(1));
        destination[4] = (byte)(c < 16 ? '0' : '1');
        destination[5] = "0123456789abcdef"u8[c & 15];
        return LongestEscape;
    }

    private static int WriteMultiByte(Span<byte> destination, int codePoint)
    {
        int length = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        for (int i = length - 1; i > 0; i--, codePoint >>= 6)
            destination[i] = (byte)(0x80 | codePoint & 0x3F);
        destination[0] = (byte)((0xF00 >> length) | codePoint);
        return length;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        return _bytes.AsSpan(Length);
    }
}
