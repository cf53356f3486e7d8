namespace DdbBatch.Storage;

/// <summary>The storage of a checkpoint.</summary>
/// <typeparam name="TMark">How far a run has come.</typeparam>
internal interface ICheckpointStore<TMark>
    where TMark : IMark
{
    /// <summary>Its path, for messages.</summary>
    string Path { get; }

    /// <summary>The last mark that the earlier run wrote; the mark of a new run if there was none.</summary>
    TMark Former { get; }

    /// <summary>Writes a mark. After that, it survives a crash of the machine.</summary>
    /// <exception cref="CheckpointException">The mark cannot be written; the last one stays.</exception>
    void Write(TMark mark);
}
