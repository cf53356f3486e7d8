using System;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>Checks the strings of an object's JSON text, which must be well-formed.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> FailedMark => "{\"DdbBatch\":\"failed/"u8;

    /// <summary>The UTF-8 byte order mark.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the entry of an object, or the error of a string in it.</summary>
    /// <param name="json">The object's text.</param>
    /// <param name="start">The position at which it starts.</param>
    /// <param name="isMember">True if it is one member of an object that is read member by member.</param>
    public static FileEntry Check(byte[] json, FilePosition start, bool isMember = false)
    {
        if (JsonStrings.FindInvalidByte(json) is var bad and >= 0)
            return FileEntry.Of(FileErrors.NotDecodable(Locate(json, bad, start)));
        // An operation that was refused because of half a surrogate pair is kept with it, and refused again for the same
        // reason.
        return !json.AsSpan().StartsWith(FailedMark) && JsonStrings.FindLoneSurrogate(json) is var lone and >= 0
            ? FileEntry.Of(FileErrors.LoneSurrogate(Locate(json, lone, start)))
            : FileEntry.Of(start, new ItemContent.Json(json, isMember));
    }

    // The column is known only if the text starts with its line.
    private static FilePosition Locate(byte[] json, int index, FilePosition start)
    {
        ReadOnlySpan<byte> before = json.AsSpan(0, index);
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        long lines = 0;
        foreach (byte one in before)
            lines += one == '\n' ? 1 : 0;
        long column = lineStart == 0 && start.Column == 0
            ? 0
            : Encoding.UTF8.GetCharCount(json, lineStart, index - lineStart) + 1;
        return start with { Line = start.Line + lines, Column = column };
    }
}
