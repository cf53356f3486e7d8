namespace DdbBatch.Bulk;

/// <summary>How far an upload has come.</summary>
/// <param name="Items">Items taken in.</param>
/// <param name="Bytes">Their size in the objects, uncompressed.</param>
/// <param name="UploadedBytes">Bytes that S3 has confirmed, compressed.</param>
/// <param name="Shards">Objects that were begun.</param>
internal sealed record BulkProgress(long Items, long Bytes, long UploadedBytes, int Shards);
