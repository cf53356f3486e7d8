using System;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>Reads one JSON object a line. Blank lines are nothing; a bad line is an error, and the next one is read.</summary>
internal sealed class JsonLinesFileReader(ByteSource source, string name, long maxLineBytes) : ItemFileReader
{
    /// <inheritdoc/>
    public override FileEntry? Next()
    {
        try
        {
            while (source.TryFindLine(maxLineBytes, out int length))
            {
                FilePosition position = new(name, source.Line);
                if (length > maxLineBytes)
                    return SkipLine(position);
                FileEntry? entry = Read(source.Unread.Slice(0, length), position);
                source.AdvanceLine(length);
                if (entry is not null)
                    return entry;
            }
        }
        catch (FileException exception)
        {
            source.Advance(source.Unread.Length);
            return FileEntry.Of(exception);
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Dispose() => source.Dispose();

    private static FileEntry? Read(ReadOnlySpan<byte> line, FilePosition position)
    {
        if (JsonLines.IsBlank(line))
            return null;
        try
        {
            return JsonLines.TryReadObject(line, out string found)
                ? FileEntry.Of(position, new ItemContent.Json(line.ToArray()))
                : FileEntry.Of(FileErrors.NoObject(position, found));
        }
        catch (JsonException exception)
        {
            long column = JsonLines.ColumnOf(line, exception.BytePositionInLine ?? 0);
            return FileEntry.Of(FileErrors.InvalidJson(
                position with { Column = column }, JsonReasons.Of(exception), exception));
        }
    }

    private FileEntry SkipLine(FilePosition position)
    {
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
