using System;

namespace DdbBatch.Reading;

/// <summary>A parameter of a reading command that does not fit the table or the other parameters.</summary>
/// <param name="errorId">The error's id.</param>
/// <param name="message">The problem, and the way out of it.</param>
internal sealed class ReadParameterException(string errorId, string message) : Exception(message)
{
    public string ErrorId { get; } = errorId;
}
