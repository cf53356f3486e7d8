using System;
using System.Collections.Generic;
using System.IO;
using DdbBatch.Files;
using DdbBatch.Storage;

namespace DdbBatch.FailedItems;

/// <summary>
/// Keeps the operations that were not written (-FailedPath). After the disk has failed, it remembers those that it could not
/// keep. With a checkpoint, the lines of its load are known: those of rows up to the mark count, and those after it are
/// removed when the rows are read again.
/// </summary>
internal sealed class FailedLog : IFailedRows, IDisposable
{
    private readonly FailedFile _file;
    private readonly CheckpointMark? _former;
    private readonly List<UnprocessedItem> _unkept = [];
    private readonly HashSet<long> _leftRows = [];
    private bool _isRefused;
    private long _settledLines;
    private long _unsettledLines;

    /// <summary>Opens the file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="former">The mark of the load's earlier run; null without a checkpoint.</param>
    /// <exception cref="IOException">The file cannot be written; UnauthorizedAccessException, NotSupportedException and
    /// FileException have the same meaning.</exception>
    /// <exception cref="FormatException">The file is of another kind.</exception>
    public FailedLog(string path, CheckpointMark? former)
    {
        Path = path;
        _former = former;
        if (former is not null)
        {
            FailedLines.HasLine(path, line => Note(line, former));
            // Lines that a Resume-DdbBatch has claimed, and not finished.
            FailedLines.HasLine(FailedFileClaim.PathOf(path), line => NoteClaimed(line, former));
        }

        _file = FailedFile.OpenOrCreate(path, FailedRecord.CanBeginWith);
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The error of the disk; null if there was none.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public bool HasFailed => Failure is not null;

    /// <summary>The number of lines of this load in the file; without a checkpoint, of this run.</summary>
    public long Lines => _settledLines + _unsettledLines;

    /// <summary>The operations that are not in the file.</summary>
    public IReadOnlyList<UnprocessedItem> Unkept => _unkept;

    /// <summary>True if a file has rows of a load.</summary>
    /// <exception cref="IOException">The file cannot be read; UnauthorizedAccessException and FileException have the same
    /// meaning.</exception>
    public static bool Keeps(string path, string load) =>
        FailedLines.HasLine(path, line => FailedRecord.TryReadPlace(line, load, out _, out _));

    /// <inheritdoc/>
    public bool TakeLeft(long row) => _leftRows.Remove(row);

    /// <inheritdoc/>
    public void RemoveUnsettled()
    {
        if (_former is { } former && Try(() => _file.Remove(line => FailedRecord.TryReadPlace(line, former.Load, out long row, out _) && row > former.Row)))
            _unsettledLines = 0;
    }

    /// <summary>Records that the checkpoint belongs to another load: the file is not changed.</summary>
    public void Refuse() => _isRefused = true;

    /// <inheritdoc/>
    public void Add(UnprocessedItem item)
    {
        // The operations that the earlier run settled are written, or in the file.
        if (_isRefused || item.Position <= _former?.Row)
            return;
        if (Failure is null && Try(() => _file.Append(FailedRecordWriter.Write(item, _former?.Load))))
            _settledLines++;
        else
            _unkept.Add(item);
    }

    /// <inheritdoc/>
    public bool TryFlush() => Failure is null && Try(_file.FlushToDisk);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool Note(ReadOnlySpan<byte> line, CheckpointMark former)
    {
        if (!FailedRecord.TryReadPlace(line, former.Load, out long row, out bool isInvalid))
            return false;
        if (row > former.Row)
            _unsettledLines++;
        else
            _settledLines++;
        if (row <= former.Row && !isInvalid)
            _leftRows.Add(row);
        return false;
    }

    private bool NoteClaimed(ReadOnlySpan<byte> line, CheckpointMark former)
    {
        if (FailedRecord.TryReadPlace(line, former.Load, out long row, out bool isInvalid))
        {
            _settledLines++;
            if (row <= former.Row && !isInvalid)
                _leftRows.Add(row);
        }

        return false;
    }

    private bool Try(Action use)
    {
        try
        {
            use();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException or FileException)
        {
            Failure = exception;
            return false;
        }
    }
}
