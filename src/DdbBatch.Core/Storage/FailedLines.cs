using System;
using System.IO;
using DdbBatch.Files;

namespace DdbBatch.Storage;

/// <summary>Examines a line of a file, without its line break.</summary>
internal delegate bool LinePredicate(ReadOnlySpan<byte> line);

/// <summary>Receives a line of a file, without its line break.</summary>
internal delegate void LineReceiver(ReadOnlySpan<byte> line);

/// <summary>Reads the lines of a file of operations that were not written.</summary>
internal static class FailedLines
{
    /// <summary>Reads the lines of an open file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="take">Receives each line, without its line break.</param>
    public static void ReadLines(FileStream stream, string path, LineReceiver take) => HasLine(stream, path, line =>
    {
        take(line);
        return false;
    });

    /// <summary>Searches the lines of a file for one that meets a condition.</summary>
    /// <returns>True if a line does; false also if the file does not exist.</returns>
    /// <exception cref="IOException">The file cannot be read; UnauthorizedAccessException and FileException have the same
    /// meaning.</exception>
    public static bool HasLine(string path, LinePredicate condition)
    {
        if (!File.Exists(path))
            return false;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return HasLine(stream, path, condition);
    }

    /// <summary>Searches the lines of an open file for one that meets a condition.</summary>
    /// <param name="stream">The file; it stands at its end afterwards.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="condition">The condition.</param>
    public static bool HasLine(FileStream stream, string path, LinePredicate condition)
    {
        stream.Seek(0, SeekOrigin.Begin);
        // A ByteSource has nothing of its own to dispose of.
        ByteSource source = new(stream, path);
        bool found = false;
        while (!found && source.TryFindLine(int.MaxValue, out int length))
        {
            found = condition(source.Unread.Slice(0, length));
            source.AdvanceLine(length);
        }

        stream.Seek(0, SeekOrigin.End);
        return found;
    }
}
