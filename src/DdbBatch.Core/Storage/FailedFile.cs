using System;
using System.IO;
using DdbBatch.Files;

namespace DdbBatch.Storage;

/// <summary>Looks at a line of a file, without its break.</summary>
internal delegate bool LinePredicate(ReadOnlySpan<byte> line);

/// <summary>Takes a line of a file, without its break.</summary>
internal delegate void LineReceiver(ReadOnlySpan<byte> line);

/// <summary>
/// A file to which the operations that weren't written are appended, a line each, at once. One run has it for itself.
/// </summary>
internal sealed class FailedFile : IDisposable
{
    private const string FreshSuffix = ".new";
    private const int StartBytes = 64 * 1024;

    private readonly string _path;
    private readonly bool _isOwn;
    private FileStream _stream;

    private FailedFile(string path, LinePredicate isFailedFile)
    {
        _path = Target(path);
        _isOwn = !File.Exists(_path);
        _stream = Open(_path, FileMode.OpenOrCreate);
        try
        {
            if (!IsOfKind(_stream, isFailedFile))
                throw OtherKind(path);
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

    /// <summary>The files that a failed file uses: itself, and what replaces it.</summary>
    public static string[] Used(string? path) => path is null ? [] : [path, path + FreshSuffix];

    /// <summary>Opens a file, creates it if there is none, and makes sure that it can be written to.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="isFailedFile">Looks at the first bytes of a file that isn't empty: whether it is one of this kind.</param>
    /// <exception cref="IOException">It can't; UnauthorizedAccessException and NotSupportedException mean the same.</exception>
    /// <exception cref="FormatException">It is a file of another kind, and is left as it is.</exception>
    public static FailedFile OpenOrCreate(string path, LinePredicate isFailedFile) => new(path, isFailedFile);

    /// <summary>Whether a file is empty, or one of failed operations.</summary>
    public static bool IsOfKind(FileStream stream, LinePredicate isFailedFile) =>
        !stream.CanSeek || stream.Length == 0 || isFailedFile(Start(stream));

    /// <summary>A file is of another kind.</summary>
    public static FormatException OtherKind(string path) =>
        new($"'{path}' is not empty, and it is not a file of failed operations.");

    /// <summary>Reads the lines of an open file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="take">Takes a line, without its break.</param>
    public static void ReadLines(FileStream stream, string path, LineReceiver take) => HasLine(stream, path, line =>
    {
        take(line);
        return false;
    });

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
        string fresh = _path + FreshSuffix;
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

    // The first line, or what fits of it; blank lines don't count.
    private static ReadOnlySpan<byte> Start(FileStream stream)
    {
        byte[] bytes = new byte[StartBytes];
        stream.Seek(0, SeekOrigin.Begin);
        int count = 0;
        for (int read; (read = stream.Read(bytes, count, bytes.Length - count)) > 0;)
            count += read;
        int first = 0;
        // Blanks, and the bytes of a byte order mark.
        while (first < count && bytes[first] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
            first++;
        ReadOnlySpan<byte> start = bytes.AsSpan(first, count - first);
        int end = start.IndexOf((byte)'\n');
        return end < 0 ? start : start.Slice(0, end);
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
