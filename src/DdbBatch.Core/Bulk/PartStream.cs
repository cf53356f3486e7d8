using System;
using System.Buffers;
using System.IO;

namespace DdbBatch.Bulk;

/// <summary>Takes what a compressor writes, and gives it away part by part. Its buffers are pooled.</summary>
internal sealed class PartStream : Stream
{
    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>The bytes since the last part.</summary>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Gives away what was written since the last time. Its array goes back to the shared pool.</summary>
    public ArraySegment<byte> Take()
    {
        ArraySegment<byte> part = new(_bytes, 0, _length);
        (_bytes, _length) = ([], 0);
        return part;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_bytes.Length - _length < count)
            Grow(_length + count);
        Buffer.BlockCopy(buffer, offset, _bytes, _length, count);
        _length += count;
    }

#if NET
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_bytes.Length - _length < buffer.Length)
            Grow(_length + buffer.Length);
        buffer.CopyTo(_bytes.AsSpan(_length));
        _length += buffer.Length;
    }
#endif

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Grow(int least)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, Math.Max(2 * _bytes.Length, least)));
        Buffer.BlockCopy(_bytes, 0, larger, 0, _length);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
