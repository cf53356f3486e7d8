namespace DdbBatch;

/// <summary>The compression of a file, or of an object of a bulk load.</summary>
public enum FileCompression
{
    /// <summary>Gzip.</summary>
    Gzip,

    /// <summary>Zstandard.</summary>
    Zstd,

    /// <summary>No compression.</summary>
    None,
}
