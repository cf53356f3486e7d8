using System;
using System.IO;
using DdbBatch.Items;
using DdbBatch.Storage;

namespace DdbBatch.Exporting;

/// <summary>
/// A file that is written. A new one is written beside its place and renamed at the end; a file that is appended to gets its
/// old length back unless the end is reached. So a run that fails or is stopped changes nothing under the file's name.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    /// <summary>The end of the name of a file that is not complete.</summary>
    public const string UnfinishedSuffix = ".exporting";

    private const int BufferBytes = 64 * 1024;

    private readonly string _path;
    private readonly string? _unfinished;
    private readonly FileStream _file;
    private readonly Compressor? _compressor;
    private readonly Utf8Buffer _lines = new();
    private readonly long _start;
    private readonly bool _wasReadOnly;
    private bool _isClosed;

    private OutputFile(string path, FileCompression compression, bool isNew)
    {
        _path = path;
        _unfinished = isNew ? path + UnfinishedSuffix : null;
        _wasReadOnly = !isNew && MakeWritable(path);
        _file = isNew
            ? new FileStream(_unfinished!, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes)
            : new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, BufferBytes);
        _start = _file.Seek(0, SeekOrigin.End);
        if (compression != FileCompression.None)
            _compressor = new Compressor(_file, compression);
    }

    /// <summary>The bytes that were written, as far as they have left the compression.</summary>
    public long Bytes { get; private set; }

    /// <summary>Begins a new file.</summary>
    /// <exception cref="IOException">It can't; UnauthorizedAccessException means the same.</exception>
    public static OutputFile Create(string path, FileCompression compression)
    {
        OutputFile file = new(path, compression, isNew: true);
        try
        {
            file.KeepMode();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Begins to append to a file.</summary>
    /// <exception cref="IOException">It can't; UnauthorizedAccessException means the same.</exception>
    public static OutputFile Append(string path, FileCompression compression) => new(path, compression, isNew: false);

    /// <summary>Writes whole lines. They reach the file together.</summary>
    /// <exception cref="IOException">The disk is full or not available.</exception>
    public void Write(ReadOnlySpan<byte> lines)
    {
        _lines.WriteRaw(lines);
        if (_lines.Length >= BufferBytes)
            WriteLines();
    }

    /// <summary>Whether the file stays within a number of bytes if a text is added.</summary>
    /// <exception cref="IOException">The disk is full or not available.</exception>
    public bool Fits(long textBytes, long limit)
    {
        if (_compressor is null)
            return _file.Position + _lines.Length + textBytes <= limit;
        long added = Compressor.MaxOf(_lines.Length + textBytes);
        if (_file.Position + _compressor.MaxPending + added <= limit)
            return true;
        WriteLines();
        _compressor.Flush();
        return _file.Position + _compressor.MaxPending + Compressor.MaxOf(textBytes) <= limit;
    }

    /// <summary>Ends the file's content and brings it to the disk.</summary>
    /// <exception cref="IOException">The disk is full or not available.</exception>
    public void Close()
    {
        WriteLines();
        _compressor?.Dispose();
        _file.Flush(flushToDisk: true);
        Bytes = _file.Position - _start;
        _file.Dispose();
        _isClosed = true;
    }

    /// <summary>Gives the closed file its name.</summary>
    /// <exception cref="FileWriteException">The file that has the name can't be replaced.</exception>
    public void Publish()
    {
        try
        {
            if (_unfinished is null)
            {
                RestoreReadOnly();
                return;
            }

            MakeWritable(_path);
            DurableFile.Replace(_unfinished, _path);
        }
        catch (Exception exception) when (FileWriteException.IsCause(exception))
        {
            throw FileWriteException.NotPublished(_path, _unfinished ?? _path, exception);
        }
    }

    /// <summary>Removes a file of an earlier export.</summary>
    /// <exception cref="FileWriteException">It can't be removed.</exception>
    public static void Delete(string path)
    {
        try
        {
            MakeWritable(path);
            File.Delete(path);
        }
        catch (Exception exception) when (FileWriteException.IsCause(exception))
        {
            throw FileWriteException.NotRemoved(path, exception);
        }
    }

    /// <summary>Removes what was written.</summary>
    public void Dispose()
    {
        try
        {
            Discard();
        }
        catch (Exception exception) when (FileWriteException.IsCause(exception))
        {
            // The error that led here says more.
        }
    }

    private void Discard()
    {
        try
        {
            if (!_isClosed)
                _compressor?.Dispose();
        }
        finally
        {
            Restore();
        }
    }

    private void Restore()
    {
        if (_unfinished is null)
        {
            using FileStream file = _isClosed ? new FileStream(_path, FileMode.Open, FileAccess.Write) : _file;
            file.SetLength(_start);
            RestoreReadOnly();
            return;
        }

        try
        {
            _file.Dispose();
        }
        finally
        {
            File.Delete(_unfinished);
        }
    }

    private void WriteLines()
    {
        if (_lines.Length == 0)
            return;
        if (_compressor is null)
        {
            // One call, so that a process that is killed leaves whole lines.
            _file.Write(_lines.Buffer, 0, _lines.Length);
            _file.Flush();
        }
        else
        {
            _compressor.Write(_lines.Buffer, _lines.Length);
        }

        _lines.Clear();
    }

    // True if the file was read-only.
    private static bool MakeWritable(string path)
    {
        if (!File.Exists(path) || !new FileInfo(path).IsReadOnly)
            return false;
        File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
        return true;
    }

    private void RestoreReadOnly()
    {
        if (_wasReadOnly)
            File.SetAttributes(_path, File.GetAttributes(_path) | FileAttributes.ReadOnly);
    }

    // A file that only its owner may read stays so.
    private void KeepMode()
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows() && File.Exists(_path))
            File.SetUnixFileMode(_unfinished!, File.GetUnixFileMode(_path));
#endif
    }
}
