using System;
using System.Collections.Generic;
using Sylvan.Data.Csv;

namespace DdbBatch.Files;

/// <summary>Reads the rows of a CSV or TSV file. A malformed row is an error, and the lines behind it are read anew.</summary>
internal sealed class CsvFileReader : ItemFileReader
{
    private const int BufferChars = 32 * 1024;

    // The parser can't do without a character for comments; this one is none.
    private const char NoComment = '\uFFFF';

    private readonly LineTextReader _text;
    private readonly UndecodableMark _mark;
    private readonly string _name;
    private readonly FileReadOptions _options;
    private readonly CsvDataReaderOptions _csvOptions;
    private IReadOnlyList<string>? _header;
    private CsvDataReader? _csv;
    private char[] _cells = new char[512];
    private int[] _ends = [];
    private bool _ended;

    /// <param name="text">The text; disposed of with the reader.</param>
    /// <param name="mark">What stands where bytes are no characters.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="format">Csv or Tsv.</param>
    /// <param name="options">How the file is read.</param>
    public CsvFileReader(
        LineTextReader text, UndecodableMark mark, string name, FileFormat format, FileReadOptions options)
    {
        _text = text;
        _mark = mark;
        _name = name;
        _options = options;
        _header = options.Header;
        int maxChars = (int)Math.Min(options.MaxLineBytes, int.MaxValue / 4);
        _csvOptions = new CsvDataReaderOptions
        {
            Delimiter = options.Delimiter ?? (format == FileFormat.Tsv ? '\t' : ','),
            HasHeaders = false,
            Comment = NoComment,
            BufferSize = Math.Max(128, Math.Min(BufferChars, maxChars)),
            MaxBufferSize = maxChars,
            OwnsReader = false,
        };
    }

    /// <inheritdoc/>
    public override FileEntry? Next()
    {
        try
        {
            while (!_ended)
            {
                FilePosition position = new(_name, _text.Line);
                if (!TryReadRow(out FileException? error))
                    _ended = true;
                else if (error is not null)
                    return FileEntry.Of(error);
                else if (TakeRow(position) is { } entry)
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
    public override void Dispose()
    {
        _csv?.Dispose();
        _text.Dispose();
    }

    // False at the end. A row that can't be read is an error, and the next one begins at the next line.
    private bool TryReadRow(out FileException? error)
    {
        error = null;
        try
        {
            _csv ??= CsvDataReader.Create(_text, _csvOptions);
            return _csv.Read();
        }
        catch (Exception exception) when (exception is not FileException)
        {
            error = exception switch
            {
                CsvRecordTooLargeException => FileErrors.RowTooLong(new FilePosition(_name, _text.Line), _options.MaxLineBytes),
                CsvInvalidCharacterException invalid => FileErrors.RowUnreadable(Locate(invalid.RecordOffset), invalid.Message),
                _ => FileErrors.RowUnreadable(new FilePosition(_name, _text.Line), exception.Message),
            };
            _csv = null;
            _text.SkipLine();
            if (_header is null)
                throw error;
            return true;
        }
    }

    // A quote that isn't closed is noticed only where the file ends: what helps is where the row begins.
    private FilePosition Locate(int offset)
    {
        FilePosition found = _text.Locate(offset);
        return found.Line == _text.Line ? found : new FilePosition(_name, _text.Line);
    }

    private FileEntry? TakeRow(FilePosition position)
    {
        int length = CopyCells(out int lineBreaks);
        ReadOnlySpan<char> cells = _cells.AsSpan(0, length);
        _text.Line += 1 + lineBreaks;
        int count = _csv!.RowFieldCount;
        if (count == 1 && length == 0)
            return null;
        if (_mark.Find(cells) is var bad and >= 0)
            return FileEntry.Of(FileErrors.NotDecodable(position with { Column = bad + CellOf(bad) + 1 }));
        if (_header is null)
        {
            _header = CsvHeader.Read(position, cells, _ends.AsSpan(0, count));
            return null;
        }

        return count == _header.Count
            ? FileEntry.Of(position, new ItemContent.Row(_header, cells.ToString(), _ends.AsSpan(0, count).ToArray()))
            : FileEntry.Of(FileErrors.RaggedRow(position, count, _header.Count));
    }

    private int CopyCells(out int lineBreaks)
    {
        int count = _csv!.RowFieldCount;
        if (_ends.Length < count)
            _ends = new int[count];
        int length = 0;
        for (int i = 0; i < count; i++)
        {
            int copied;
            while ((copied = (int)_csv.GetChars(i, 0, _cells, length, _cells.Length - length)) == _cells.Length - length)
                Array.Resize(ref _cells, _cells.Length * 2);
            length += copied;
            _ends[i] = length;
        }

        lineBreaks = 0;
        if (_cells.AsSpan(0, length).IndexOfAny('\r', '\n') >= 0)
        {
            for (int i = 0; i < count; i++)
                lineBreaks += LineBreaks.Count(_cells.AsSpan(Start(i), _ends[i] - Start(i)));
        }

        return length;
    }

    private int Start(int cell) => cell == 0 ? 0 : _ends[cell - 1];

    private int CellOf(int index)
    {
        int cell = 0;
        while (_ends[cell] <= index)
            cell++;
        return cell;
    }
}
