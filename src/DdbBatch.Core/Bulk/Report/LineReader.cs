using System;
using System.IO;
using DdbBatch.Files;

namespace DdbBatch.Bulk.Report;

/// <summary>Reads the lines of an object, compressed or not.</summary>
/// <param name="stream">The object; disposed of with the reader.</param>
/// <param name="name">The file's name, for messages.</param>
internal sealed class LineReader(Stream stream, string name) : IDisposable
{
    // The content determines the compression, because the name may not show it.
    private readonly ByteSource _source = new(Compression.Open(stream, ""), name);

    /// <summary>The number of the line that was read, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Returns the next line that is not blank; null at the end.</summary>
    /// <exception cref="FileException">The object is damaged.</exception>
    public byte[]? Next()
    {
        while (TryFindEnd(out int length))
        {
            byte[] line = _source.Unread.Slice(0, length).ToArray();
            Line = _source.Line;
            _source.Advance(Math.Min(length + 1, _source.Unread.Length));
            if (!JsonLines.IsBlank(line))
                return line;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private bool TryFindEnd(out int length)
    {
        int searched = 0;
        do
        {
            int i = _source.Unread.Slice(searched).IndexOf((byte)'\n');
            length = i < 0 ? _source.Unread.Length : searched + i;
            searched = _source.Unread.Length;
            if (i >= 0)
                return true;
        }
        while (_source.Fill());
        return length > 0;
    }
}
