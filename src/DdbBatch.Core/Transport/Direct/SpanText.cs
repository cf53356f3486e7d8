using System;
using System.Collections.Generic;
using System.Text;

namespace DdbBatch.Transport.Direct;

/// <summary>UTF-8 text written into memory that must be long enough.</summary>
internal ref struct SpanText(Span<byte> memory)
{
    private readonly Span<byte> _memory = memory;
    private int _length;

    /// <summary>The text that was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _memory[.._length];

    public void Write(string text) => _length += Encoding.UTF8.GetBytes(text, _memory[_length..]);

    /// <summary>Writes bytes as hexadecimal digits in lower case.</summary>
    public void WriteHex(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            _memory[_length++] = "0123456789abcdef"u8[value >> 4];
            _memory[_length++] = "0123456789abcdef"u8[value & 15];
        }
    }

    /// <summary>Writes the names of headers, for example <c>host;x-amz-date</c>.</summary>
    public void WriteNames(ReadOnlySpan<KeyValuePair<string, string>> headers)
    {
        for (int i = 0; i < headers.Length; i++)
        {
            if (i > 0)
                Write(";");
            Write(headers[i].Key);
        }
    }

    public override readonly string ToString() => Encoding.UTF8.GetString(Written);
}
