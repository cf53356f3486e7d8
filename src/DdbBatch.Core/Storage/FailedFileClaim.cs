using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>
/// A failed file whose operations are being retried. The file was renamed, so that operations that fail again go to a new
/// file of the original name. It keeps the new name until every line is processed, and a later command continues with it.
/// </summary>
/// <remarks>
/// Whenever the process ends, the lines are in one of the two files: the claim is a rename, and the claimed file is deleted
/// only after the new one is on the disk. A checkpoint file without a claimed file belongs to a claim that has ended.
/// </remarks>
internal sealed class FailedFileClaim : IDisposable
{
    private const string Suffix = ".resuming";
    private const string MarkSuffix = ".mark";

    private readonly string _failedPath;
    private readonly FileLock _lock;
    private readonly FileStream _stream;
    private readonly bool _isFresh;
    private bool _isEnded;

    private FailedFileClaim(string failedPath, FileLock held, LinePredicate isFailedFile)
    {
        _failedPath = failedPath;
        _lock = held;
        _isFresh = !File.Exists(Path);
        // Open from before the rename until the end, so that no run that opens the file in the meantime appends to it.
        _stream = new FileStream(
            _isFresh ? failedPath : Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        if (!_isFresh)
            return;
        if (!FailedFile.IsOfKind(_stream, isFailedFile))
        {
            _stream.Dispose();
            throw FailedFile.OtherKind(failedPath);
        }

        File.Delete(MarkPath);
        File.Move(failedPath, Path);
        DurableFile.FlushName(Path);
    }

    /// <summary>The claimed file.</summary>
    public string Path => PathOf(_failedPath);

    /// <summary>The checkpoint of the command that writes the claimed file's lines.</summary>
    public string MarkPath => Path + MarkSuffix;

    /// <summary>Returns the path of a failed file's lines while their operations are being retried.</summary>
    public static string PathOf(string failedPath) => FileIdentity.Resolve(failedPath) + Suffix;

    /// <summary>Claims a failed file, or continues the claim of a command that was interrupted.</summary>
    /// <param name="failedPath">The failed file.</param>
    /// <param name="isFailedFile">Examines the first bytes; returns true if it is a failed file.</param>
    /// <returns>Null if the file does not exist.</returns>
    /// <exception cref="IOException">A command uses the file, or it cannot be renamed; UnauthorizedAccessException has the
    /// same meaning.</exception>
    /// <exception cref="FormatException">The file is of another kind.</exception>
    public static FailedFileClaim? TryTake(string failedPath, LinePredicate isFailedFile)
    {
        string path = FileIdentity.Resolve(failedPath);
        if (!File.Exists(path) && !File.Exists(path + Suffix))
            return null;
        FileLock held = FileLock.TryTake(path + Suffix) ?? throw new IOException("Another Resume-DdbBatch is writing its lines.");
        try
        {
            return new FailedFileClaim(path, held, isFailedFile);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Reads all lines in order.</summary>
    /// <param name="take">Receives each line, without its line break.</param>
    public void Read(LineReceiver take) => FailedLines.ReadLines(_stream, Path, take);

    /// <summary>Removes the file, after every line was written or is in the new failed file, which is on the disk.</summary>
    public void Complete()
    {
        _isEnded = true;
        File.Delete(Path);
        // If the checkpoint were removed before its file, the next command would write all lines again.
        DurableFile.FlushName(Path);
        File.Delete(MarkPath);
    }

    /// <summary>Renames the file back if none of its lines was processed and no other file has the name.</summary>
    public void TryPutBack()
    {
        if (_isEnded || !_isFresh || File.Exists(_failedPath))
            return;
        try
        {
            File.Move(Path, _failedPath);
            DurableFile.FlushName(_failedPath);
            File.Delete(MarkPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file stays claimed, and the next command continues with it.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }
}
