using System;
using System.Collections.Generic;
using System.IO;
using DdbBatch.Files;

namespace DdbBatch.Replaying;

/// <summary>Where -FailedPath keeps what wasn't written. Once the disk fails, it remembers what it couldn't keep.</summary>
internal sealed class FailedLog : IDisposable
{
    private readonly FailedFile _file;
    private readonly List<UnprocessedItem> _unkept = [];

    /// <summary>Opens the file.</summary>
    /// <exception cref="IOException">It can't be written; UnauthorizedAccessException and NotSupportedException mean the same.</exception>
    public FailedLog(string path)
    {
        Path = path;
        _file = FailedFile.OpenOrCreate(path);
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>What the disk said; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What isn't in the file.</summary>
    public IReadOnlyList<UnprocessedItem> Unkept => _unkept;

    /// <summary>Keeps an operation.</summary>
    public void Add(UnprocessedItem item)
    {
        if (Failure is null)
        {
            try
            {
                _file.Append(FailedRecord.Write(item));
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Failure = exception;
            }
        }

        _unkept.Add(item);
    }

    /// <summary>Has what was kept written to the disk itself.</summary>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void FlushToDisk() => _file.FlushToDisk();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
