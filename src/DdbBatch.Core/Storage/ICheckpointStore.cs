namespace DdbBatch.Storage;

/// <summary>The storage of a load's checkpoint.</summary>
internal interface ICheckpointStore
{
    /// <summary>Its path, for messages.</summary>
    string Path { get; }

    /// <summary>The last mark that the earlier run wrote; the mark of a new load if there was none.</summary>
    CheckpointMark Former { get; }

    /// <summary>Writes a mark. After that, it survives a crash of the machine.</summary>
    /// <exception cref="CheckpointException">The mark cannot be written; the last one stays.</exception>
    void Write(CheckpointMark mark);
}
