using System;
using System.IO;

namespace DdbBatch.Files;

/// <summary>A file to which the operations that weren't written are appended, a line each, at once.</summary>
internal sealed class FailedFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly bool _isOwn;

    private FailedFile(string path)
    {
        _path = path;
        _isOwn = !File.Exists(path);
        _stream = Open(path);
        try
        {
            Probe();
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

    /// <summary>Appends a line; afterwards the operating system has it.</summary>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void Append(byte[] json)
    {
        byte[] line = new byte[json.Length + 1];
        json.CopyTo(line, 0);
        line[json.Length] = (byte)'\n';
        _stream.Write(line, 0, line.Length);
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

    // Without a buffer: what is written is out. The rows may be anybody's secrets: nobody else reads them.
    private static FileStream Open(string path)
    {
#if NET8_0_OR_GREATER
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
#endif
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
