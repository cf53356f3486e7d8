using System;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>The answer to a write call whose body may be anything: DynamoDB's, damaged, or of something else.</summary>
internal static class WriteAnswer
{
    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body as it came, UTF-8 JSON.</param>
    /// <param name="isOfAws">True if a checksum or a request id shows that an AWS service has answered.</param>
    /// <param name="read">Reads the body; null if it lacks what DynamoDB always sends.</param>
    /// <returns>A Success; a NoAnswer if the body can't be read to its end; null if it isn't DynamoDB's at all.</returns>
    public static CallAnswer? Read(byte[] body, bool isOfAws, AnswerCursor.Reading<CallAnswer.Success?> read)
    {
        try
        {
            return AnswerCursor.Read(body, read);
        }
        catch (FormatException exception)
        {
            return isOfAws || exception is AnswerMismatchException
                ? new CallAnswer.NoAnswer(CallStage.Answered, "CorruptAnswer", $"DynamoDB's answer can't be read: {exception.Message}")
                : null;
        }
    }
}
