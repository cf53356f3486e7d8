namespace DdbBatch.Bulk.Upload;

/// <summary>A part that S3 has confirmed.</summary>
/// <param name="Number">The part's number in the object, from 1.</param>
/// <param name="ETag">S3's entity tag of the part.</param>
/// <param name="Bytes">The part's size, in bytes.</param>
internal sealed record ShardPart(int Number, string ETag, int Bytes);
