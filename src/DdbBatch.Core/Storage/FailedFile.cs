using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>
/// A file to which each operation that was not written is appended as a line, immediately. Only one run at a time can use
/// it.
/// </summary>
internal sealed class FailedFile : IDisposable
{
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

    /// <summary>The files that a failed file uses: the file, and its replacement.</summary>
    public static string[] Used(string? path) => path is null ? [] : [path, path + DurableFile.FreshSuffix];

    /// <summary>Opens or creates a file, and checks that it can be written.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="isFailedFile">Examines the first bytes of a file that is not empty; returns true if it is a failed
    /// file.</param>
    /// <exception cref="IOException">The file cannot be opened; UnauthorizedAccessException and NotSupportedException have
    /// the same meaning.</exception>
    /// <exception cref="FormatException">The file is of another kind. It is not changed.</exception>
    public static FailedFile OpenOrCreate(string path, LinePredicate isFailedFile) => new(path, isFailedFile);

    /// <summary>True if a file is empty, or is a failed file.</summary>
    public static bool IsOfKind(FileStream stream, LinePredicate isFailedFile) =>
        !stream.CanSeek || stream.Length == 0 || isFailedFile(Start(stream));

    /// <summary>The file is of another kind.</summary>
    public static FormatException OtherKind(string path) =>
        new($"'{path}' is not empty, and it is not a file of failed operations.");

    /// <summary>Appends a line. When the method returns, the operating system has the whole line.</summary>
    /// <exception cref="IOException">The disk is full or not available.</exception>
    public void Append(byte[] json)
    {
        long start = _stream.CanSeek ? _stream.Length : 0;
        try
        {
            Write(_stream, json);
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // A full disk stored only the first part of the line.
            if (_stream.CanSeek)
                _stream.SetLength(start);
            throw DurableFile.ToIOException(exception);
        }
    }

    /// <summary>
    /// Removes lines. At any time the file has either all of its lines or exactly the remaining ones, even after a crash.
    /// </summary>
    /// <param name="isToGo">Returns true for a line to remove.</param>
    /// <exception cref="IOException">The disk is full or not available; FileException has the same meaning.</exception>
    public void Remove(LinePredicate isToGo)
    {
        if (!_stream.CanSeek || !FailedLines.HasLine(_stream, _path, isToGo))
            return;
        string fresh = _path + DurableFile.FreshSuffix;
        using (FileStream rest = Open(fresh, FileMode.Create))
        {
            _ = FailedLines.HasLine(_stream, _path, line =>
            {
                if (!isToGo(line))
                    Write(rest, line);
                return false;
            });
            rest.Flush(flushToDisk: true);
        }

        // Windows cannot replace an open file.
        _stream.Dispose();
        DurableFile.Replace(fresh, _path);
        _stream = Open(_path, FileMode.Open);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Flushes the appended lines to the disk.</summary>
    /// <exception cref="IOException">The disk is full or not available.</exception>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Closes the file. If it was created and is still empty, it is deleted.</summary>
    public void Dispose()
    {
        bool isEmpty = _isOwn && _stream.CanSeek && _stream.Length == 0;
        _stream.Dispose();
        if (isEmpty)
            File.Delete(_path);
    }

    // A link keeps its target when the file is replaced.
    private static string Target(string path)
    {
#if NET8_0_OR_GREATER
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
#else
        return path;
#endif
    }

    // Unbuffered, so that written lines are in the file. The rows may be secret, so only the owner can read them.
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

    private static void Write(FileStream stream, ReadOnlySpan<byte> line)
    {
        byte[] whole = new byte[line.Length + 1];
        line.CopyTo(whole);
        whole[line.Length] = (byte)'\n';
        stream.Write(whole, 0, whole.Length);
    }

    // Returns the first line, or as much of it as fits; blank lines are skipped.
    private static ReadOnlySpan<byte> Start(FileStream stream)
    {
        byte[] bytes = new byte[StartBytes];
        stream.Seek(0, SeekOrigin.Begin);
        int count = 0;
        for (int read; (read = stream.Read(bytes, count, bytes.Length - count)) > 0;)
            count += read;
        int first = 0;
        // White space, and the bytes of a byte order mark.
        while (first < count && bytes[first] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
            first++;
        ReadOnlySpan<byte> start = bytes.AsSpan(first, count - first);
        int end = start.IndexOf((byte)'\n');
        return end < 0 ? start : start.Slice(0, end);
    }

    // Detects a full disk before anything is written to the table. A line that an earlier run did not complete is kept as a
    // line of its own.
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
