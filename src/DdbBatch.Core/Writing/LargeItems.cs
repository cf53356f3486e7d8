using System;

namespace DdbBatch.Writing;

/// <summary>
/// Bounds the memory of large items. Arrays of 85,000 bytes and more are freed only when the whole heap is collected, and
/// .NET puts that off until it has grown to several times what is in use (.NET documentation, "The large object heap").
/// </summary>
/// <param name="collectedBytes">
/// How many bytes of them come between two collections. One takes some tens of milliseconds; a table that writes 40,000
/// WCU a second takes almost a second for 32 MB.
/// </param>
internal sealed class LargeItems(long collectedBytes)
{
    private const int LeastBytes = 85_000;

    private long _bytes;

    /// <summary>Records an operation that was added; called on the thread that creates operations.</summary>
    public void Note(WriteOperation operation)
    {
        if (operation.Item.Json.Length < LeastBytes)
            return;
        _bytes += operation.Item.Json.Length;
        if (_bytes < collectedBytes)
            return;
        _bytes = 0;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
    }
}
