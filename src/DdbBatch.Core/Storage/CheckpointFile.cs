using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>The file of a checkpoint: the mark of the earlier run, and the place of this run's marks. One run has it.</summary>
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

    /// <summary>The files that a checkpoint uses: itself, its lock, and the next mark.</summary>
    public static string[] Used(string? path) => path is null ? [] : [path, path + FileLock.Suffix, path + CheckpointMark.FreshSuffix];

    /// <summary>Opens a file, or makes it; makes sure that it can be written.</summary>
    /// <exception cref="CheckpointException">It can't be used, or another run has it.</exception>
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
