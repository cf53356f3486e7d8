using System;

namespace DdbBatch.Files;

/// <summary>A part of a file, or the file itself, cannot be read.</summary>
internal sealed class FileException : Exception
{
    /// <param name="errorId">The error's id: one word, stable.</param>
    /// <param name="position">The position of the error.</param>
    /// <param name="reason">The reason, and what to do.</param>
    /// <param name="innerException">The exception that reported it.</param>
    public FileException(string errorId, FilePosition position, string reason, Exception? innerException = null)
        : base($"{position}: {reason}", innerException)
    {
        ErrorId = errorId;
        Position = position;
    }

    /// <summary>The error's id.</summary>
    public string ErrorId { get; }

    /// <summary>The position of the error.</summary>
    public FilePosition Position { get; }

    /// <summary>
    /// True if nothing after this position was read, so the number of missing items is unknown; false if only this row, line
    /// or object was skipped.
    /// </summary>
    public bool EndsFile { get; init; }
}
