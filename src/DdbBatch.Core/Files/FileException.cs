using System;

namespace DdbBatch.Files;

/// <summary>Something in a file, or the file itself, can't be read.</summary>
internal sealed class FileException : Exception
{
    /// <param name="errorId">The error's name: one word, stable.</param>
    /// <param name="position">Where it is.</param>
    /// <param name="reason">What is wrong, and what to do.</param>
    /// <param name="innerException">The exception that reported it.</param>
    public FileException(string errorId, FilePosition position, string reason, Exception? innerException = null)
        : base($"{position}: {reason}", innerException)
    {
        ErrorId = errorId;
        Position = position;
    }

    /// <summary>The error's name.</summary>
    public string ErrorId { get; }

    /// <summary>Where it is.</summary>
    public FilePosition Position { get; }

    /// <summary>
    /// True if nothing after this place was read, so that nobody knows how many items are missing; false if only this row,
    /// line or object is.
    /// </summary>
    public bool EndsFile { get; init; }
}
