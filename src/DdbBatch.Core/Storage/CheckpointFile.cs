using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>
/// The file of a checkpoint: it has the mark of the earlier run, and receives this run's marks. Only one run at a time can
/// use it.
/// </summary>
internal sealed class CheckpointFile : ICheckpointStore, IDisposable
{
    private readonly FileLock _lock;

    private CheckpointFile(string path, FileLock held)
    {
        Path = path;
        _lock = held;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public CheckpointMark Former { get; private set; } = CheckpointMark.Begin();

    /// <summary>The files that a checkpoint uses: the checkpoint, its lock, and the next mark.</summary>
    public static string[] Used(string? path) => path is null ? [] : [path, path + FileLock.Suffix, path + CheckpointMark.FreshSuffix];

    /// <summary>Opens or creates the file, and checks that it can be written.</summary>
    /// <exception cref="CheckpointException">The file cannot be used, or another run uses it.</exception>
    public static CheckpointFile Open(string path)
    {
        CheckpointFile? file = null;
        try
        {
            file = new CheckpointFile(path, FileLock.TryTake(path) ?? throw CheckpointException.InUse(path));
            file.Former = CheckpointMark.Read(path) ?? file.Former;
            file.Former.Write(path);
            return file;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            throw CheckpointException.Unusable(path, exception);
        }
    }

    /// <inheritdoc/>
    public void Write(CheckpointMark mark)
    {
        try
        {
            mark.Write(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.Unwritable(Path, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
