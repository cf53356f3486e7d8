using System;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>A call that has failed for good, or for too long.</summary>
/// <param name="answer">What came back for its last attempt.</param>
/// <param name="innerException">What the SDK threw.</param>
internal sealed class FailedCallException(CallAnswer answer, Exception? innerException)
    : Exception(answer.ToError().Message, innerException)
{
    /// <summary>The error, as the service says it.</summary>
    public OperationError Error { get; } = answer.ToError();

    /// <summary>The HTTP status; 0 where none came.</summary>
    public int Status { get; } = (answer as CallAnswer.ServiceError)?.Status ?? 0;
}
