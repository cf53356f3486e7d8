using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>
/// A failed file that is being written again: it was renamed, so that what fails again can go to a fresh file of its name. It
/// stays under the new name until every line is dealt with, and a later command goes on with it.
/// </summary>
/// <remarks>
/// Whatever moment the process ends at, the lines are in one of the two files: the claim is a rename, and the claimed file is
/// deleted only after the fresh one is on the disk. A checkpoint file without a claimed file is one of a claim that has ended.
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
        // Open from before the rename to the end, so that no run that opens the file meanwhile appends to it.
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

    /// <summary>The checkpoint of the command that writes its lines.</summary>
    public string MarkPath => Path + MarkSuffix;

    /// <summary>Where the lines of a failed file are while they are being written again.</summary>
    public static string PathOf(string failedPath) => FileIdentity.Resolve(failedPath) + Suffix;

    /// <summary>Claims a failed file, or goes on with the claim of a command that didn't come to its end.</summary>
    /// <param name="failedPath">The failed file.</param>
    /// <param name="isFailedFile">Looks at the first bytes: whether it is a failed file.</param>
    /// <returns>Null if there is no such file.</returns>
    /// <exception cref="IOException">A command uses it, or it can't be renamed; UnauthorizedAccessException means the same.</exception>
    /// <exception cref="FormatException">It is a file of another kind.</exception>
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

    /// <summary>Reads all lines, in their order.</summary>
    /// <param name="take">Takes a line, without its break.</param>
    public void Read(LineReceiver take) => FailedFile.ReadLines(_stream, Path, take);

    /// <summary>Removes the file: every line was written, or is in the fresh failed file, which is on the disk.</summary>
    public void Complete()
    {
        _isEnded = true;
        File.Delete(Path);
        // A checkpoint that is gone before its file would have all lines written again.
        DurableFile.FlushName(Path);
        File.Delete(MarkPath);
    }

    /// <summary>Gives the file its name back, if nothing was done with it and no other file has the name now.</summary>
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
            // It stays claimed, and the next command goes on with it.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }
}
