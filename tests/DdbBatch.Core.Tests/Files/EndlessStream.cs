using System;
using System.IO;
using System.Text;

namespace DdbBatch.Tests.Files;

/// <summary>A beginning, and then one character over and over, made as it is read.</summary>
internal sealed class EndlessStream(string beginning, char character, long length) : Stream
{
    private readonly byte[] _beginning = Encoding.ASCII.GetBytes(beginning);
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = (int)Math.Min(count, length - _position);
        for (int i = 0; i < count; i++, _position++)
            buffer[offset + i] = _position < _beginning.Length ? _beginning[_position] : (byte)character;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
