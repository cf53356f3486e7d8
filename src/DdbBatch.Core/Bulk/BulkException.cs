using System;

namespace DdbBatch.Bulk;

/// <summary>A bulk load cannot start, or cannot continue.</summary>
/// <param name="errorId">The error's id: one word, stable.</param>
/// <param name="message">The reason, and what to do.</param>
/// <param name="innerException">The exception that reported the problem.</param>
internal sealed class BulkException(string errorId, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The error's id.</summary>
    public string ErrorId { get; } = errorId;
}
