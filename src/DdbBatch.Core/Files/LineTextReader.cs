using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>
/// Gives a CSV reader its text, and keeps what that may not have got past yet: behind a malformed row it goes on with the
/// next line. A line ends with CR, LF or both.
/// </summary>
internal sealed class LineTextReader(TextReader text, string name) : TextReader
{
    private const int LookAheadChars = 32 * 1024;

    private char[] _kept = new char[64 * 1024];
    private int _start;
    private int _next;
    private int _end;
    private long _startLine = 1;
    private bool _ended;
    private bool _isFresh = true;

    /// <summary>The line of the row that is being read: what is before it is forgotten.</summary>
    public long Line { get; set; } = 1;

    private ReadOnlySpan<char> Ahead => _kept.AsSpan(_next, _end - _next);

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        if (_next == _end && !Fill())
            return 0;
        count = Math.Min(count, _isFresh ? BeginningLength() : _end - _next);
        _isFresh = false;
        Array.Copy(_kept, _next, buffer, index, count);
        _next += count;
        return count;
    }

    /// <summary>The place of a character that stands so many characters behind the beginning of the current line.</summary>
    public FilePosition Locate(int offset)
    {
        ForgetLines();
        ReadOnlySpan<char> before = _kept.AsSpan(_start, Math.Min(offset, _end - _start));
        int lines = 0;
        int length;
        while ((length = LineBreaks.FirstLineLength(before)) < before.Length || EndsWithBreak(before, length))
        {
            before = before.Slice(length);
            lines++;
        }

        return new FilePosition(name, Line + lines, before.Length + 1);
    }

    /// <summary>Goes on behind the current line, whatever has been read of the text.</summary>
    public void SkipLine()
    {
        ForgetLines();
        while (!TrySkipLine())
        {
            // A line longer than what is kept isn't kept to be skipped; but a CR may be half of its end.
            _start = _end > _start && _kept[_end - 1] == '\r' ? _end - 1 : _end;
            _next = _end;
            if (Fill())
                continue;
            _start = _end;
            _startLine++;
            break;
        }

        _next = _start;
        Line = _startLine;
        _isFresh = true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
        base.Dispose(disposing);
    }

    private static bool EndsWithBreak(ReadOnlySpan<char> line, int length) =>
        length > 0 && length == line.Length && line[length - 1] is '\r' or '\n';

    // The parser takes CR for the end of lines where the first line of the first piece that it gets ends with one; then LF
    // is none. So it gets to see that only where there is no LF.
    private int BeginningLength()
    {
        while (_end - _next < LookAheadChars && Ahead.IndexOf('\n') < 0 && Fill())
        {
        }

        while (Ahead.Length > 0 && Ahead[0] is '\r' or '\n' && TrySkipLine())
        {
            _next = _start;
            Line = _startLine;
        }

        int end = Ahead.IndexOf('\n') < 0 ? -1 : Ahead.IndexOfAny('\r', '\n');
        return end > 0 ? end : Ahead.Length;
    }

    private bool TrySkipLine()
    {
        ReadOnlySpan<char> rest = _kept.AsSpan(_start, _end - _start);
        int length = LineBreaks.FirstLineLength(rest);
        bool isWhole = EndsWithBreak(rest.Slice(0, length), length);
        // Of a CR at the very end nobody knows yet whether an LF belongs to it.
        if (!isWhole || (length == rest.Length && rest[length - 1] == '\r' && !_ended))
            return false;
        _start += length;
        _startLine++;
        return true;
    }

    private void ForgetLines()
    {
        while (_startLine < Line && TrySkipLine())
        {
        }
    }

    private bool Fill()
    {
        if (_ended)
            return false;
        ForgetLines();
        Array.Copy(_kept, _start, _kept, 0, _end - _start);
        _next -= _start;
        _end -= _start;
        _start = 0;
        if (_end > _kept.Length / 2)
            Array.Resize(ref _kept, _kept.Length * 2);
        int count = ReadText();
        _end += count;
        _ended = count == 0;
        return !_ended;
    }

    private int ReadText()
    {
        try
        {
            return text.Read(_kept, _end, _kept.Length - _end);
        }
        catch (Exception exception)
        {
            _ended = true;
            throw FileErrors.Unreadable(new FilePosition(name, Line), exception);
        }
    }
}
