namespace DdbBatch.Protocol;

/// <summary>The limits of one BatchWriteItem call (API reference, BatchWriteItem).</summary>
internal static class BatchLimits
{
    /// <summary>Put and delete requests in one call.</summary>
    public const int Operations = 25;

    /// <summary>The whole request body, in bytes (16 MB, MB = 1024 × 1024).</summary>
    public const int BodyBytes = 16 * 1024 * 1024;
}
