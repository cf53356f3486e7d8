using System;
using System.Globalization;
using System.Text.RegularExpressions;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>The only reader of a transport's results: it determines who answered, and what.</summary>
internal static class AnswerReader
{
    private static readonly Regex Tags = new("<(script|style)[^>]*>.*?</\\1>|<[^>]*>|\\s+", RegexOptions.Singleline | RegexOptions.IgnoreCase);

    /// <summary>Reads the result of a call.</summary>
    /// <param name="raw">The result of a call.</param>
    /// <param name="readSuccess">Reads the body of a success. Its parameter is true if a checksum or a request id shows that
    /// an AWS service has answered. It returns null if the body is not that of DynamoDB.</param>
    public static CallAnswer Read(RawAnswer raw, Func<byte[], bool, CallAnswer?> readSuccess) => raw switch
    {
        RawAnswer.Failed { IsFinal: true } failed => new CallAnswer.ClientError(failed.Code, failed.Message),
        RawAnswer.Failed failed => new CallAnswer.NoAnswer(failed.Stage, failed.Code, failed.Message),
        RawAnswer.Answered answered => Read(answered, readSuccess) with { RequestId = answered.RequestId },
        _ => throw new ArgumentException("There is no such answer.", nameof(raw)),
    };

    /// <summary>
    /// Reads an error. Any other content than an AWS service's error is described by its status and by the server.
    /// </summary>
    public static CallAnswer.ServiceError ReadError(RawAnswer.Answered answer)
    {
        ErrorBody error = ErrorBody.Read(answer.Body, answer.Header("x-amzn-ErrorType"));
        string message = error.Code is "" ? $"{Describe(answer)} {error.Message}".TrimEnd() : error.Message;
        return new CallAnswer.ServiceError(answer.Status, error.Code, message)
        {
            ThrottlingReasons = error.ThrottlingReasons,
            ExistingItem = error.Item,
            RetryAfter = RetryAfter(answer.Header("x-amz-retry-after")),
        };
    }

    /// <summary>How long x-amz-retry-after, in milliseconds, asks to wait (SDKs and Tools Reference Guide, "Retry behavior").</summary>
    public static TimeSpan? RetryAfter(string? header) =>
        double.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out double ms)
            ? TimeSpan.FromMilliseconds(Math.Min(ms, 20_000))
            : null;

    /// <summary>The text of a page, without its markup.</summary>
    public static string TextOf(string page) => Tags.Replace(page, " ").Trim();

    private static CallAnswer Read(RawAnswer.Answered answer, Func<byte[], bool, CallAnswer?> readSuccess)
    {
        if (!answer.IsSuccess)
            return ReadError(answer);
        if (answer.IsTooLong)
            return Corrupt("It is longer than any answer to this call.");
        bool? fits = answer.FitsChecksum;
        if (fits == false)
            return Corrupt("It doesn't fit its checksum.");
        bool isOfAws = fits == true || answer.RequestId is not null;
        // A page to log in on, for example.
        return readSuccess(answer.Body, isOfAws)
            ?? (isOfAws ? Corrupt("It isn't the answer to this call.") : ReadError(answer));
    }

    private static CallAnswer.NoAnswer Corrupt(string why) =>
        new(CallStage.Answered, "CorruptAnswer", $"DynamoDB's answer can't be trusted. {why}");

    private static string Describe(RawAnswer.Answered answer)
    {
        string who = answer.Header("Server") is { Length: > 0 } server ? $" from '{server}'" : "";
        string via = answer.Header("Via") is { Length: > 0 } proxies ? $" via '{proxies}'" : "";
        string to = answer.Header("Location") is { Length: > 0 } location ? $", which sends to {location}" : "";
        return FormattableString.Invariant($"HTTP status {answer.Status}{who}{via}{to}. That isn't an answer of DynamoDB.{ProxySetting.Describe(answer.Url)}");
    }
}
