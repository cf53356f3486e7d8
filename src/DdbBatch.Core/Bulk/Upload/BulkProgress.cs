namespace DdbBatch.Bulk.Upload;

/// <summary>The progress of an upload.</summary>
/// <param name="Items">The number of items added.</param>
/// <param name="Bytes">Their size in the objects, in bytes, uncompressed.</param>
/// <param name="UploadedBytes">The number of bytes that S3 has confirmed, compressed.</param>
/// <param name="Shards">The number of objects that were started.</param>
internal sealed record BulkProgress(long Items, long Bytes, long UploadedBytes, int Shards);
