namespace DdbBatch.Storage;

/// <summary>Where a load keeps its checkpoint.</summary>
internal interface ICheckpointStore
{
    /// <summary>Its path, for messages.</summary>
    string Path { get; }

    /// <summary>What the earlier run wrote last; the mark of a new load if there was none.</summary>
    CheckpointMark Former { get; }

    /// <summary>Writes a mark. Afterwards it survives a crash of the machine.</summary>
    /// <exception cref="CheckpointException">It can't be written; the last mark stays.</exception>
    void Write(CheckpointMark mark);
}
