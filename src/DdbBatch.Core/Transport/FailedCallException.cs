using System;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>A call that has failed for good, or for too long.</summary>
/// <param name="answer">What came back for its last attempt.</param>
/// <param name="innerException">What the SDK threw.</param>
internal sealed class FailedCallException(BatchAnswer answer, Exception? innerException)
    : Exception(OperationError.From(answer).Message, innerException)
{
    /// <summary>The error, as the service says it.</summary>
    public OperationError Error { get; } = OperationError.From(answer);

    /// <summary>The HTTP status; 0 where none came.</summary>
    public int Status { get; } = (answer as BatchAnswer.ServiceError)?.Status ?? 0;
}
