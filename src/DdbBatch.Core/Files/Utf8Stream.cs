using System;
using System.IO;
using System.Text;

namespace DdbBatch.Files;

/// <summary>Encodes a text as a stream of UTF-8 bytes.</summary>
internal sealed class Utf8Stream(TextReader text) : ForwardStream
{
    private readonly char[] _chars = new char[16 * 1024];
    private readonly byte[] _bytes = new byte[64 * 1024];
    private readonly Encoder _encoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetEncoder();
    private int _start;
    private int _end;
    private bool _ended;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        // Half a surrogate pair at the end of a block produces no bytes yet.
        while (_start == _end && !_ended)
            Encode();
        count = Math.Min(count, _end - _start);
        Array.Copy(_bytes, _start, buffer, offset, count);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
        base.Dispose(disposing);
    }

    private void Encode()
    {
        int count = text.Read(_chars, 0, _chars.Length);
        _ended = count == 0;
        _start = 0;
        _end = _encoder.GetBytes(_chars, 0, count, _bytes, 0, _ended);
    }
}
