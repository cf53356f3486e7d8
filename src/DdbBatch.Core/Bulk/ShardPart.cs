namespace DdbBatch.Bulk;

/// <summary>A part that S3 has confirmed.</summary>
/// <param name="Number">Its place in the object, from 1.</param>
/// <param name="ETag">S3's name for it.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record ShardPart(int Number, string ETag, int Bytes);
