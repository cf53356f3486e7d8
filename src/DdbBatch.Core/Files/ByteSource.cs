using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>The bytes of a stream that have been read and not been used, in one piece.</summary>
internal sealed class ByteSource(Stream stream, string name) : IDisposable
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>What has been read and not been used.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>True once all of the stream has been read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The line in which <see cref="Unread"/> begins, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Says that so many bytes have been used.</summary>
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
    /// <param name="maxBytes">The most that is held in memory.</param>
    /// <param name="length">Its length without its break. One that is too long comes cut, a byte longer than it may be.</param>
    /// <returns>False at the end.</returns>
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

    /// <summary>Says that a line that was found, and its break, have been used.</summary>
    public void AdvanceLine(int length) => Advance(Math.Min(length + 1, _end - _start));

    /// <summary>Reads more.</summary>
    /// <returns>False where there is no more.</returns>
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
