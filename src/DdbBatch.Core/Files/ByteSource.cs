using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>The bytes of a stream that were read but not used yet, in one piece.</summary>
internal sealed class ByteSource(Stream stream, string name) : IDisposable
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The bytes that were read but not used yet.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>True after the whole stream was read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The number of the line in which <see cref="Unread"/> starts, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Marks bytes as used.</summary>
    public void Advance(int count)
    {
        ReadOnlySpan<byte> used = Unread.Slice(0, count);
        int i;
        while ((i = used.IndexOf((byte)'\n')) >= 0)
        {
            Line++;
            used = used.Slice(i + 1);
        }

        _start += count;
    }

    /// <summary>Reads up to the end of the next line.</summary>
    /// <param name="maxBytes">The maximum number of bytes in memory.</param>
    /// <param name="length">The line's length without its line break. If the line is too long, this is one more than the
    /// maximum.</param>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="FileException">FileDamaged.</exception>
    public bool TryFindLine(long maxBytes, out int length)
    {
        int searched = 0;
        while (true)
        {
            int i = Unread.Slice(searched).IndexOf((byte)'\n');
            searched = i < 0 ? Unread.Length : searched + i;
            length = searched;
            if (i >= 0 || length > maxBytes)
                return true;
            if (!Fill())
                return length > 0;
        }
    }

    /// <summary>Marks a line that was found, and its line break, as used.</summary>
    public void AdvanceLine(int length) => Advance(Math.Min(length + 1, _end - _start));

    /// <summary>Reads more bytes.</summary>
    /// <returns>False if there are no more bytes.</returns>
    /// <exception cref="FileException">FileDamaged.</exception>
    public bool Fill()
    {
        if (HasEnded)
            return false;
        if (_start > 0)
        {
            Array.Copy(_bytes, _start, _bytes, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        int count = Read();
        _end += count;
        HasEnded = count == 0;
        return !HasEnded;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private int Read()
    {
        try
        {
            return stream.Read(_bytes, _end, _bytes.Length - _end);
        }
        catch (Exception exception)
        {
            HasEnded = true;
            throw FileErrors.Unreadable(new FilePosition(name, Line), exception);
        }
    }
}
