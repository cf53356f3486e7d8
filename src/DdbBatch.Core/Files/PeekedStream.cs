using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>A readable stream whose first bytes can be examined in advance.</summary>
internal sealed class PeekedStream : ForwardStream
{
    private readonly Stream _stream;
    private readonly byte[] _head = new byte[4];
    private readonly int _headLength;
    private int _position;

    /// <param name="stream">The underlying stream; disposed of with this one.</param>
    public PeekedStream(Stream stream)
    {
        _stream = stream;
        int count;
        while (_headLength < _head.Length && (count = stream.Read(_head, _headLength, _head.Length - _headLength)) > 0)
            _headLength += count;
    }

    /// <summary>The first four bytes; fewer if the stream is shorter.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <summary>The number of bytes that were read.</summary>
    public long Consumed { get; private set; }

    /// <summary>Skips bytes at the start that were not read yet: a byte order mark.</summary>
    public void Skip(int count) => _position += count;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position >= _headLength)
        {
            count = _stream.Read(buffer, offset, count);
        }
        else
        {
            count = Math.Min(count, _headLength - _position);
            Array.Copy(_head, _position, buffer, offset, count);
            _position += count;
        }

        Consumed += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }
}
