using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>
/// The text of a CSV file from the current row on. Lines end with LF or CR LF; or with CR, if the start of the file has no
/// LF.
/// </summary>
internal sealed class CsvBuffer(TextReader text, string name) : IDisposable
{
    private const int LookAheadChars = 32 * 1024;

    private char[] _chars = new char[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The text that was read but not used yet. It starts at the start of a row.</summary>
    public ReadOnlySpan<char> Unread => _chars.AsSpan(_start, _end - _start);

    /// <summary>True after the whole text was read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The number of the line in which <see cref="Unread"/> starts, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The character that ends a line: LF, perhaps after CR, or CR.</summary>
    public char LineEnd { get; private set; } = '\n';

    /// <summary>Reads the start of the file, to detect how its lines end.</summary>
    /// <exception cref="FileException">FileDamaged.</exception>
    public void Begin()
    {
        while (Unread.IndexOf('\n') < 0 && Unread.Length < LookAheadChars && Fill())
        {
        }

        if (Unread.IndexOf('\n') < 0 && Unread.IndexOf('\r') >= 0)
            LineEnd = '\r';
    }

    /// <summary>Marks characters as used.</summary>
    public void Advance(int count)
    {
        Line += CountLines(Unread.Slice(0, count));
        _start += count;
    }

    /// <summary>Returns the position of a character of the current row.</summary>
    public FilePosition Locate(int offset)
    {
        ReadOnlySpan<char> before = Unread.Slice(0, offset);
        int lineStart = before.LastIndexOf(LineEnd) + 1;
        return new FilePosition(name, Line + CountLines(before), offset - lineStart + 1);
    }

    /// <summary>Continues after the current line, even if it is longer than the limit.</summary>
    /// <exception cref="FileException">FileDamaged.</exception>
    public void SkipLine()
    {
        int end;
        while ((end = Unread.IndexOf(LineEnd)) < 0)
        {
            _start = _end;
            if (!Fill())
                return;
        }

        Advance(end + 1);
    }

    /// <summary>Reads more text.</summary>
    /// <returns>False if there is no more text.</returns>
    /// <exception cref="FileException">FileDamaged.</exception>
    public bool Fill()
    {
        if (HasEnded)
            return false;
        Array.Copy(_chars, _start, _chars, 0, _end - _start);
        _end -= _start;
        _start = 0;
        if (_end > _chars.Length / 2)
            Array.Resize(ref _chars, _chars.Length * 2);
        // A row that needs more text is parsed again from its start, so a long row must not arrive in small pieces.
        int wanted = _end < LookAheadChars ? 1 : _end;
        int before = _end;
        while (!HasEnded && _end - before < wanted && _end < _chars.Length)
        {
            int count = Read();
            _end += count;
            HasEnded = count == 0;
        }

        return _end > before;
    }

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    private int CountLines(ReadOnlySpan<char> used)
    {
        int count = 0;
        int i;
        while ((i = used.IndexOf(LineEnd)) >= 0)
        {
            count++;
            used = used.Slice(i + 1);
        }

        return count;
    }

    private int Read()
    {
        try
        {
            return text.Read(_chars, _end, _chars.Length - _end);
        }
        catch (Exception exception)
        {
            HasEnded = true;
            throw FileErrors.Unreadable(new FilePosition(name, Line), exception);
        }
    }
}
