using System;

namespace DdbBatch.Bulk;

/// <summary>A bulk load can't be begun, or not go on.</summary>
/// <param name="errorId">The error's name: one word, stable.</param>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">What said so.</param>
internal sealed class BulkException(string errorId, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The error's name.</summary>
    public string ErrorId { get; } = errorId;

    public static BulkException S3UriInvalid(string uri) => new(
        "S3UriInvalid",
        $"'{uri}' names no place in S3. Give it as s3://bucket/prefix/, with a bucket's name of 3 to 63 characters: a to z, 0 to 9, '-' and '.'.");
}
