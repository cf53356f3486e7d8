using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DdbBatch.Protocol;

/// <summary>
/// Reads the body of a successful answer to BatchExecuteStatement (API reference, "Response Syntax"). Success says nothing of
/// the statements: each has its own response, by its place, and that may be an error.
/// </summary>
internal static class StatementsAnswerReader
{
    /// <param name="body">The body as it came, UTF-8 JSON.</param>
    /// <param name="isOfAws">True if a checksum or a request id shows that an AWS service has answered.</param>
    /// <param name="statements">The number of statements in the request.</param>
    /// <inheritdoc cref="BatchAnswerReader.Read"/>
    public static CallAnswer? Read(byte[] body, bool isOfAws, int statements) =>
        WriteAnswer.Read(body, isOfAws, (ref cursor) => ReadAnswer(ref cursor, isOfAws, statements));

    private static CallAnswer.Success? ReadAnswer(ref AnswerCursor cursor, bool isOfAws, int statements)
    {
        List<OperationFailure>? failures = null;
        CapacityUse? capacity = null;
        while (cursor.NextName())
        {
            if (cursor.Is("Responses"u8))
                failures = failures is null ? ReadResponses(ref cursor, statements) : throw new AnswerMismatchException("It has Responses twice.");
            else if (cursor.Is("ConsumedCapacity"u8))
                capacity = CapacityReader.ReadList(ref cursor);
            else
                cursor.SkipValue();
        }

        // If every statement failed, AWS reports no capacity, and nothing counts as written.
        if (failures is null || (capacity is null && !isOfAws && failures.Count < statements))
            return null;
        return new CallAnswer.Success([]) { Failures = failures, Capacity = capacity };
    }

    private static List<OperationFailure> ReadResponses(ref AnswerCursor cursor, int statements)
    {
        List<OperationFailure> failures = [];
        int count = 0;
        cursor.Expect(JsonTokenType.StartArray);
        for (; cursor.NextElement(); count++)
        {
            if (ReadResponse(ref cursor) is { } error)
                failures.Add(new OperationFailure(count, error));
        }

        return count == statements
            ? failures
            : throw new AnswerMismatchException($"It has {count} responses to {statements} statements.");
    }

    // {"TableName":"…"} or {"Error":{"Code":"…","Message":"…"},"TableName":"…"}
    private static CallAnswer.ServiceError? ReadResponse(ref AnswerCursor cursor)
    {
        CallAnswer.ServiceError? error = null;
        if (cursor.Token != JsonTokenType.StartObject)
            throw new FormatException($"An object is expected, not {cursor.Token}.");
        while (cursor.NextName())
        {
            if (cursor.Is("Error"u8))
                error = ReadError(ref cursor);
            else
                cursor.SkipValue();
        }

        return error;
    }

    private static CallAnswer.ServiceError? ReadError(ref AnswerCursor cursor)
    {
        string? code = null;
        string? message = null;
        byte[]? item = null;
        cursor.Move();
        if (cursor.Token == JsonTokenType.Null)
            return null;
        if (cursor.Token != JsonTokenType.StartObject)
            throw new FormatException($"An object is expected, not {cursor.Token}.");
        while (cursor.NextName())
        {
            if (cursor.Is("Code"u8))
                code = cursor.ReadString();
            else if (cursor.Is("Message"u8))
                message = cursor.ReadString();
            else if (cursor.Is("Item"u8))
                item = ReadItem(ref cursor);
            else
                cursor.SkipValue();
        }

        // An error without a code could be anything: the statement may have been carried out.
        return string.IsNullOrEmpty(code)
            ? throw new AnswerMismatchException("An error has no code.")
            : new CallAnswer.ServiceError(400, code!, message ?? "") { ExistingItem = item };
    }

    private static byte[]? ReadItem(ref AnswerCursor cursor)
    {
        cursor.Move();
        return cursor.Token == JsonTokenType.Null ? null : cursor.SliceObject().ToArray();
    }
}
