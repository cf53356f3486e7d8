namespace DdbBatch.Bulk.Upload;

/// <summary>An object that was uploaded.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="Items">The number of items.</param>
/// <param name="Bytes">The size before compression, in bytes.</param>
/// <param name="CompressedBytes">The size in S3, in bytes.</param>
/// <param name="Checksum">The CRC-32 of the object's bytes.</param>
internal sealed record ShardSummary(string Key, long Items, long Bytes, long CompressedBytes, uint Checksum);
