namespace DdbBatch.Storage;

/// <summary>The file of a load's checkpoint.</summary>
internal sealed class CheckpointFile : MarkFile<CheckpointMark>, ICheckpointStore
{
    private CheckpointFile(string path)
        : base(path, CheckpointMark.Parse, CheckpointMark.Begin)
    {
    }

    /// <summary>The files that a checkpoint uses: the checkpoint, its lock, and the next mark.</summary>
    public static string[] Used(string? path) => path is null ? [] : [path, path + FileLock.Suffix, path + DurableFile.FreshSuffix];

    /// <summary>Opens or creates the file, and checks that it can be written.</summary>
    /// <exception cref="CheckpointException">The file cannot be used, or another run uses it.</exception>
    public static CheckpointFile Open(string path) => new(path);
}
