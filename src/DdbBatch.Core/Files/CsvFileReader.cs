using System;
using System.Collections.Generic;

namespace DdbBatch.Files;

/// <summary>
/// Reads the rows of a CSV or TSV file. A malformed row is an error, and reading goes on with the line after its first one.
/// Blank lines, and rows that have only delimiters, are ignored.
/// </summary>
internal sealed class CsvFileReader : ItemFileReader
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly CsvBuffer _text;
    private readonly UndecodableMark _mark;
    private readonly string _name;
    private readonly FileFormat _format;
    private readonly FileReadOptions _options;
    private readonly int _maxChars;
    private readonly CsvRow _row = new();
    private readonly bool _hasGivenHeader;
    private char _delimiter;
    private IReadOnlyList<string>? _header;
    private bool _hasBegun;
    private bool _ended;
    private bool _startsBlank;

    /// <param name="text">The text; disposed of with the reader.</param>
    /// <param name="mark">The mark that replaces bytes that are not characters.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="format">Csv or Tsv.</param>
    /// <param name="options">The options for reading.</param>
    public CsvFileReader(CsvBuffer text, UndecodableMark mark, string name, FileFormat format, FileReadOptions options)
    {
        _text = text;
        _mark = mark;
        _name = name;
        _format = format;
        _options = options;
        _header = options.Header;
        _hasGivenHeader = _header is not null;
        _maxChars = (int)Math.Min(options.MaxLineBytes, int.MaxValue / 4);
    }

    /// <summary>The character between cells, once the header was read.</summary>
    public char Delimiter => _delimiter;

    /// <summary>The character that ends a row, once the header was read.</summary>
    public char LineEnd => _text.LineEnd;

    /// <summary>Reads the header; null if the file has blank lines only.</summary>
    /// <exception cref="FileException">It can't be read.</exception>
    public IReadOnlyList<string>? ReadHeader()
    {
        Begin();
        while (_header is null && !_ended)
            TakeRow();
        return _header;
    }

    /// <inheritdoc/>
    public override FileEntry? Next()
    {
        try
        {
            Begin();
            while (!_ended)
            {
                if (TakeRow() is { } entry)
                    return entry;
            }
        }
        catch (FileException exception)
        {
            _ended = true;
            return FileEntry.Of(exception);
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Dispose() => _text.Dispose();

    private void Begin()
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        _text.Begin();
        _startsBlank = _text.Unread is ['\n' or '\r', ..];
        _delimiter = CsvDelimiter.Choose(_options.Delimiter, CsvPreamble.Skip(_text), _format);
    }

    private FileEntry? TakeRow()
    {
        // A byte order mark at the start of a row: files were joined.
        bool isJoined = (_text.Unread.Length > 0 || _text.Fill()) && _text.Unread[0] == ByteOrderMark;
        // This LF ends a line of CR LF, in a file that has only CR at its start.
        if (isJoined || (_text.LineEnd == '\r' && _text.Unread is ['\n', ..]))
            _text.Advance(1);
        if (_text.Unread.IsEmpty && !_text.Fill())
        {
            _ended = true;
            // A file of blank lines is an export of no items. One of no bytes may not have been written completely.
            return _header is null && !_startsBlank ? throw FileErrors.HeaderMissing(_name) : null;
        }

        FilePosition position = new(_name, _text.Line);
        if (ReadRow(position, out int length) is { } error)
        {
            if (_header is null)
                throw FileErrors.HeaderUnreadable(error);
            _text.SkipLine();
            return FileEntry.Of(error);
        }

        _text.Advance(length);
        return _row.Cells.IsEmpty && !_row.HasQuotes ? null : TakeCells(position, isJoined);
    }

    private FileException? ReadRow(FilePosition position, out int length)
    {
        CsvRow.Status status;
        while ((status = _row.Read(_text.Unread, _text.HasEnded, _delimiter, _text.LineEnd, out length)) == CsvRow.Status.NeedsMore)
        {
            if (_text.Unread.Length > _maxChars)
                return FileErrors.RowTooLong(position, _options.MaxLineBytes);
            _text.Fill();
        }

        return status switch
        {
            CsvRow.Status.OpenQuote when _text.Unread.Length > _maxChars => FileErrors.RowTooLong(position, _options.MaxLineBytes),
            CsvRow.Status.OpenQuote => FileErrors.RowUnreadable(position, "a quote that opens in this row is never closed."),
            CsvRow.Status.TextAfterQuote => FileErrors.RowUnreadable(
                _text.Locate(length), "there is text after the closing quote of a value."),
            _ => length > _maxChars ? FileErrors.RowTooLong(position, _options.MaxLineBytes) : null,
        };
    }

    private FileEntry? TakeCells(FilePosition position, bool isJoined)
    {
        FileException? error = CheckText(position);
        if (_header is null)
        {
            _header = error is null
                ? CsvHeader.Read(position, _row, _options.Delimiter is null ? _delimiter : null)
                : throw FileErrors.HeaderUnreadable(error);
            return null;
        }

        if (error is not null)
            return FileEntry.Of(error);
        // In a file with one column, a value may equal the column's name.
        if (!_hasGivenHeader && (isJoined || _row.Count > 1) && CsvHeader.IsRepeated(_header, _row))
            return isJoined ? null : FileEntry.Of(FileErrors.RepeatedHeader(position));
        return _row.Count == _header.Count
            ? FileEntry.Of(position, new ItemContent.Row(_header, _row.Cells.ToString(), _row.Ends.ToArray(), _row.FindQuotedEmpty()))
            : FileEntry.Of(FileErrors.RaggedRow(position, _row.Count, _header.Count));
    }

    private FileException? CheckText(FilePosition position)
    {
        if (_mark.Find(_row.Cells) is var bad and >= 0)
            return FileErrors.NotDecodable(position with { Column = bad + _row.CellOf(bad) + 1 });
        return _options.Encoding is null && FindNul() is var nul and >= 0
            ? FileErrors.HasNul(position with { Column = nul + _row.CellOf(nul) + 1 })
            : null;
    }

    // A NUL in quotes is intended, and so are all NULs if the user specified the file's encoding.
    private int FindNul()
    {
        int at = _row.Cells.IndexOf('\0');
        for (int cell = 0; at >= 0 && cell < _row.Count; cell++)
        {
            if (!_row.IsQuoted(cell) && _row[cell].IndexOf('\0') is var inCell and >= 0)
                return inCell + (cell == 0 ? 0 : _row.Ends[cell - 1]);
        }

        return -1;
    }
}
