namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The shape of items.</summary>
internal enum ItemShape
{
    /// <summary>About 150 bytes, six attributes: strings and numbers.</summary>
    Flat,

    /// <summary>About 1 KB: lists and maps in maps, too.</summary>
    Nested,
}
