using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;

namespace DdbBatch.Bulk.Upload;

/// <summary>
/// Buffers the output of a compressor until it is taken as a part. It allocates no more than was written, because many
/// objects fill their parts at the same time, and only parts in flight need contiguous memory.
/// </summary>
/// <param name="pieces">Provides arrays of <see cref="PieceBytes"/>.</param>
internal sealed class PartStream(ArrayPool<byte> pieces) : Stream
{
    /// <summary>The size of an allocation.</summary>
    public const int PieceBytes = 64 * 1024;

    private readonly List<byte[]> _written = [];
    private int _length;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>The number of bytes since the last part.</summary>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Returns the bytes written since the last call. Their array must be returned to the shared pool.</summary>
    public ArraySegment<byte> Take()
    {
        ArraySegment<byte> part = new(ArrayPool<byte>.Shared.Rent(_length), 0, _length);
        for (int start = 0; start < _length; start += PieceBytes)
        {
            byte[] piece = _written[start / PieceBytes];
            Buffer.BlockCopy(piece, 0, part.Array!, start, Math.Min(PieceBytes, _length - start));
            pieces.Return(piece);
        }

        _written.Clear();
        _length = 0;
        return part;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int start = _length % PieceBytes;
            if (start == 0)
                _written.Add(pieces.Rent(PieceBytes));
            int taken = Math.Min(count, PieceBytes - start);
            Buffer.BlockCopy(buffer, offset, _written[_written.Count - 1], start, taken);
            _length += taken;
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
}
