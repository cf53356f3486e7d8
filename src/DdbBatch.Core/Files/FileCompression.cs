namespace DdbBatch;

/// <summary>How a file, or an object of a bulk load, is compressed.</summary>
public enum FileCompression
{
    /// <summary>Gzip.</summary>
    Gzip,

    /// <summary>Zstandard.</summary>
    Zstd,

    /// <summary>Not at all.</summary>
    None,
}
