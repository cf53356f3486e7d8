using System;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>A call that has failed permanently, or for too long.</summary>
/// <param name="answer">The answer of its last attempt.</param>
/// <param name="innerException">The exception of the SDK.</param>
internal sealed class FailedCallException(CallAnswer answer, Exception? innerException)
    : Exception(answer.ToError().Message, innerException)
{
    /// <summary>The error, as reported by the service.</summary>
    public OperationError Error { get; } = answer.ToError() with
    {
        DoomsRun = answer is CallAnswer.NoAnswer or CallAnswer.ClientError || ErrorClassifier.IsCredentialError(answer),
    };

    /// <summary>The HTTP status; 0 if there was no answer.</summary>
    public int Status { get; } = (answer as CallAnswer.ServiceError)?.Status ?? 0;
}
