using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>
/// Reads one JSON object per line. Blank lines are ignored. A bad line is an error, and reading goes on with the next one.
/// </summary>
internal sealed class JsonLinesFileReader(ByteSource source, string name, long maxLineBytes) : ItemFileReader
{
    private bool _hasText;
    private bool _ended;

    /// <inheritdoc/>
    public override FileEntry? Next()
    {
        try
        {
            while (!_ended && source.TryFindLine(maxLineBytes, out int length))
            {
                FilePosition position = new(name, source.Line);
                if (length > maxLineBytes)
                    return SkipLine(position);
                FileEntry? entry = Read(source.Unread.Slice(0, length), position);
                source.AdvanceLine(length);
                // Blank lines are an export of no items. A file of no bytes may not have been written completely.
                _hasText = true;
                if (entry is not null)
                    return entry;
            }
        }
        catch (FileException exception)
        {
            _ended = true;
            return FileEntry.Of(exception);
        }

        bool isEmpty = !_ended && !_hasText;
        _ended = true;
        return isEmpty ? FileEntry.Of(FileErrors.Empty(name)) : null;
    }

    /// <inheritdoc/>
    public override void Dispose() => source.Dispose();

    private static FileEntry? Read(ReadOnlySpan<byte> line, FilePosition position)
    {
        // A byte order mark at the start of a line: files were joined.
        if (line.StartsWith(JsonText.ByteOrderMark))
            line = line.Slice(JsonText.ByteOrderMark.Length);
        if (JsonLines.IsBlank(line))
            return null;
        try
        {
            if (!JsonLines.TryReadObject(line, out string found))
                return FileEntry.Of(FileErrors.NoObject(position, found));
            FileEntry entry = JsonText.Check(line.ToArray(), position with { Column = 1 });
            return entry.Error is null ? entry with { Position = position } : entry;
        }
        catch (JsonException exception)
        {
            if (JsonStrings.FindInvalidByte(line.ToArray()) is var bad and >= 0)
                return FileEntry.Of(FileErrors.NotDecodable(position with { Column = JsonLines.ColumnOf(line, bad) }));
            long column = JsonLines.ColumnOf(line, exception.BytePositionInLine ?? 0);
            return FileEntry.Of(FileErrors.InvalidJson(
                position with { Column = column }, JsonReasons.Of(exception), exception));
        }
    }

    private FileEntry SkipLine(FilePosition position)
    {
        _hasText = true;
        int i;
        while ((i = source.Unread.IndexOf((byte)'\n')) < 0)
        {
            source.Advance(source.Unread.Length);
            if (!source.Fill())
                break;
        }

        source.Advance(i + 1);
        return FileEntry.Of(FileErrors.LineTooLong(position, maxLineBytes));
    }
}
