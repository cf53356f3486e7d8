using System;

namespace DdbBatch.Reporting;

/// <summary>An object of the input was refused. Its error has the object, and this has the rest of the operation.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">The rule that it breaks; null if DynamoDB refused it.</param>
internal sealed class RefusedInputException(string message, Exception? innerException = null)
    : InvalidOperationException(message, innerException)
{
    /// <summary>The operation, for a replay of the error; null until it is known.</summary>
    public UnprocessedItem? Leftover { get; set; }
}
