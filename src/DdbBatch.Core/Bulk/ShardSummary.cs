namespace DdbBatch.Bulk;

/// <summary>An object that was uploaded.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Items">The items in it.</param>
/// <param name="Bytes">Its size before compression.</param>
/// <param name="CompressedBytes">Its size.</param>
/// <param name="Checksum">The CRC-32 of its bytes.</param>
internal sealed record ShardSummary(string Key, long Items, long Bytes, long CompressedBytes, uint Checksum);
