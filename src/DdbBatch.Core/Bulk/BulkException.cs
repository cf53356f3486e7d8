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
}
