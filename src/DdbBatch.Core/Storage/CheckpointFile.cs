using System;
using System.IO;

namespace DdbBatch.Storage;

/// <summary>
/// The file of a checkpoint: it has the mark of the earlier run, and receives this run's marks. Only one run at a time can
/// use it.
/// </summary>
internal sealed class CheckpointFile<TMark> : ICheckpointStore<TMark>, IDisposable
    where TMark : IMark
{
    private readonly FileLock _lock;

    /// <summary>Opens or creates the file, and checks that it can be written.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="parse">Reads the file's content; throws a FormatException if it is of another kind.</param>
    /// <param name="begin">Returns the first mark.</param>
    /// <exception cref="CheckpointException">The file cannot be used, or another run uses it.</exception>
    public CheckpointFile(string path, Func<byte[], TMark> parse, Func<TMark> begin)
    {
        Path = path;
        try
        {
            _lock = FileLock.TryTake(path) ?? throw CheckpointException.InUse(path);
            Former = File.Exists(path) ? parse(File.ReadAllBytes(path)) : begin();
            DurableFile.Write(path, Former.ToBytes());
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _lock?.Dispose();
            throw CheckpointException.Unusable(path, exception);
        }
    }

    /// <summary>Its path, for messages.</summary>
    public string Path { get; }

    /// <summary>The last mark that the earlier run wrote; the first mark if there was none.</summary>
    public TMark Former { get; }

    /// <summary>Writes a mark. After that, it survives a crash of the machine.</summary>
    /// <exception cref="CheckpointException">The mark cannot be written; the last one stays.</exception>
    public void Write(TMark mark)
    {
        try
        {
            DurableFile.Write(Path, mark.ToBytes());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.Unwritable(Path, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
