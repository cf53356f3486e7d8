using System;
using DdbBatch.Model;

namespace DdbBatch.Protocol;

/// <summary>The error that an answer stands for.</summary>
internal static class AnswerErrors
{
    /// <summary>Returns the error of an answer that is not a success.</summary>
    public static OperationError ToError(this CallAnswer answer) => answer switch
    {
        // A proxy, or a 413 of DynamoDB's own, may have no more than a status.
        CallAnswer.ServiceError { Code: "" } error =>
            new($"Http{error.Status}", error.Message is "" ? $"HTTP status {error.Status}." : error.Message),
        // If a signature is wrong, AWS adds the request as it should have been signed, session token included.
        CallAnswer.ServiceError error when ErrorClassifier.IsCredentialError(error) => new(error.Code, FirstLine(error.Message)),
        CallAnswer.ServiceError error => new(ErrorClassifier.UnreadableExpression(error) ?? error.Code, error.Message),
        CallAnswer.NoAnswer none => new(none.Code, none.Message),
        CallAnswer.ClientError client => new(client.Code, client.Message),
        _ => throw new ArgumentException("A success is not an error.", nameof(answer)),
    };

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();
}
