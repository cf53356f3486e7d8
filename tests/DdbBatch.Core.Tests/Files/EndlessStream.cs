using System;
using System.Text;
using DdbBatch.Files;

namespace DdbBatch.Tests.Files;

/// <summary>A beginning, and then one character over and over, made as it is read.</summary>
internal sealed class EndlessStream(string beginning, char character, long length) : ForwardStream
{
    private readonly byte[] _beginning = Encoding.ASCII.GetBytes(beginning);
    private long _position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = (int)Math.Min(count, length - _position);
        for (int i = 0; i < count; i++, _position++)
            buffer[offset + i] = _position < _beginning.Length ? _beginning[_position] : (byte)character;
        return count;
    }
}
