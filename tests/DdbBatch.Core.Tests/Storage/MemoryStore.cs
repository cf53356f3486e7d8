using System.Collections.Generic;
using System.IO;
using DdbBatch.Storage;

namespace DdbBatch.Tests.Storage;

/// <summary>Keeps the marks of a checkpoint in memory.</summary>
internal sealed class MemoryStore : ICheckpointStore<CheckpointMark>
{
    /// <summary>All marks, in order.</summary>
    public List<CheckpointMark> Written { get; } = [];

    /// <summary>The last mark.</summary>
    public CheckpointMark Last => Written[^1];

    /// <summary>True if no mark can be written.</summary>
    public bool IsFull { get; set; }

    public string Path => "load.mark";

    public CheckpointMark Former { get; private set; } = CheckpointMark.Begin();

    public void Write(CheckpointMark mark)
    {
        if (IsFull)
            throw CheckpointException.Unwritable(Path, new IOException("No space left on device."));
        Written.Add(mark);
    }

    /// <summary>Begins another run.</summary>
    public MemoryStore Reopen()
    {
        if (Written.Count > 0)
            Former = Last;
        return this;
    }
}
