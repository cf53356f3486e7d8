namespace DdbBatch;

/// <summary>How the objects of a bulk load are compressed.</summary>
public enum BulkCompression
{
    /// <summary>Gzip.</summary>
    Gzip,

    /// <summary>Zstandard.</summary>
    Zstd,

    /// <summary>Not at all.</summary>
    None,
}
