using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;

namespace DdbBatch.Bulk;

/// <summary>
/// Takes what a compressor writes, and gives it away part by part. Until then it holds no more than was written: many
/// objects fill their parts at a time, and only those that are on their way need memory in one piece.
/// </summary>
/// <param name="pieces">Has arrays of <see cref="PieceBytes"/>.</param>
internal sealed class PartStream(ArrayPool<byte> pieces) : Stream
{
    /// <summary>The memory that it takes at a time.</summary>
    public const int PieceBytes = 64 * 1024;

    private readonly List<byte[]> _full = [];
    private byte[] _last = [];
    private int _lastBytes;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>The bytes since the last part.</summary>
    public override long Length => ((long)_full.Count * PieceBytes) + _lastBytes;

    /// <inheritdoc/>
    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Gives away what was written since the last time. Its array goes back to the shared pool.</summary>
    public ArraySegment<byte> Take()
    {
        int length = (int)Length;
        byte[] part = ArrayPool<byte>.Shared.Rent(length);
        for (int i = 0; i < _full.Count; i++)
        {
            Buffer.BlockCopy(_full[i], 0, part, i * PieceBytes, PieceBytes);
            pieces.Return(_full[i]);
        }

        Buffer.BlockCopy(_last, 0, part, length - _lastBytes, _lastBytes);
        if (_last.Length > 0)
            pieces.Return(_last);
        _full.Clear();
        (_last, _lastBytes) = ([], 0);
        return new ArraySegment<byte>(part, 0, length);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int room = Room();
            int taken = Math.Min(count, room);
            Buffer.BlockCopy(buffer, offset, _last, _lastBytes, taken);
            _lastBytes += taken;
            offset += taken;
            count -= taken;
        }
    }

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

    // The room in the last piece, which is a new one where that was full.
    private int Room()
    {
        if (_last.Length > 0 && _lastBytes == PieceBytes)
        {
            _full.Add(_last);
            _last = [];
        }

        if (_last.Length == 0)
            (_last, _lastBytes) = (pieces.Rent(PieceBytes), 0);
        return PieceBytes - _lastBytes;
    }
}
