using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>Looks at a line of a file, without its break.</summary>
internal delegate bool LinePredicate(ReadOnlySpan<byte> line);

/// <summary>
/// A file to which the operations that weren't written are appended, a line each, at once. One run has it for itself.
/// </summary>
internal sealed class FailedFile : IDisposable
{
    private readonly string _path;
    private readonly bool _isOwn;
    private FileStream _stream;

    private FailedFile(string path)
    {
        _path = Target(path);
        _isOwn = !File.Exists(_path);
        _stream = Open(_path, FileMode.OpenOrCreate);
        try
        {
            Probe();
            if (_isOwn)
                DurableFile.FlushName(_path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Opens a file, makes it where there is none, and makes sure that it can be written to.</summary>
    /// <exception cref="IOException">It can't; UnauthorizedAccessException and NotSupportedException mean the same.</exception>
    public static FailedFile OpenOrCreate(string path) => new(path);

    /// <summary>Appends a line; afterwards the operating system has it, whole.</summary>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void Append(byte[] json)
    {
        long start = _stream.CanSeek ? _stream.Length : 0;
        try
        {
            Write(_stream, json);
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // A full disk has taken the first part of it.
            if (_stream.CanSeek)
                _stream.SetLength(start);
            throw DurableFile.ToIOException(exception);
        }
    }

    /// <summary>Looks at the lines of a file, up to the first that meets a condition.</summary>
    /// <returns>True where one does; false too where there is no such file.</returns>
    /// <exception cref="IOException">It can't be read; UnauthorizedAccessException and FileException mean the same.</exception>
    public static bool HasLine(string path, LinePredicate condition)
    {
        if (!File.Exists(path))
            return false;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return HasLine(stream, path, condition);
    }

    /// <summary>
    /// Takes lines away. At any moment the file has all of its lines or all that are left of them, also after a crash.
    /// </summary>
    /// <param name="isToGo">Says of a line that it is to go.</param>
    /// <exception cref="IOException">The disk is full, or gone; FileException means the same.</exception>
    public void Remove(LinePredicate isToGo)
    {
        if (!_stream.CanSeek || !HasLine(_stream, _path, isToGo))
            return;
        string fresh = _path + ".new";
        using (FileStream rest = Open(fresh, FileMode.Create))
        {
            _ = HasLine(_stream, _path, line =>
            {
                if (!isToGo(line))
                    Write(rest, line);
                return false;
            });
            rest.Flush(flushToDisk: true);
        }

        // Windows replaces no file that is open.
        _stream.Dispose();
        DurableFile.Replace(fresh, _path);
        _stream = Open(_path, FileMode.Open);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Has what was appended written to the disk itself.</summary>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Closes the file. One that was made for nothing goes away.</summary>
    public void Dispose()
    {
        bool isEmpty = _isOwn && _stream.CanSeek && _stream.Length == 0;
        _stream.Dispose();
        if (isEmpty)
            File.Delete(_path);
    }

    // A link goes on leading to where it leads, also when the file is replaced.
    private static string Target(string path)
    {
#if NET8_0_OR_GREATER
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
#else
        return path;
#endif
    }

    // Without a buffer: what is written is out. The rows may be anybody's secrets: nobody else reads them.
    private static FileStream Open(string path, FileMode mode)
    {
#if NET8_0_OR_GREATER
        FileStreamOptions options = new()
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
#endif
    }

    private static bool HasLine(FileStream stream, string path, LinePredicate condition)
    {
        stream.Seek(0, SeekOrigin.Begin);
        // It has nothing of its own to dispose of.
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

    private static void Write(FileStream stream, ReadOnlySpan<byte> line)
    {
        byte[] whole = new byte[line.Length + 1];
        line.CopyTo(whole);
        whole[line.Length] = (byte)'\n';
        stream.Write(whole, 0, whole.Length);
    }

    // A disk that takes no byte is found out before anything is written to the table. A line that an earlier run didn't
    // bring to its end is left to itself.
    private void Probe()
    {
        long end = _stream.Length;
        bool isCut = false;
        if (end > 0)
        {
            _stream.Seek(-1, SeekOrigin.End);
            isCut = _stream.ReadByte() != '\n';
        }

        _stream.Seek(0, SeekOrigin.End);
        _stream.WriteByte((byte)'\n');
        _stream.Flush();
        if (!isCut)
            _stream.SetLength(end);
        _stream.Seek(0, SeekOrigin.End);
    }
}
