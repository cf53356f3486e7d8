using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>Converts an exception of the SDK to the transport's result.</summary>
internal static class SdkErrors
{
    /// <param name="exception">The exception that a call threw.</param>
    /// <param name="attempt">The attempt. This method ends it.</param>
    public static CallAnswer ToAnswer(Exception exception, CallAttempt attempt)
    {
        if (exception is AmazonServiceException { StatusCode: not 0 } service && (int)service.StatusCode is < 200 or >= 300)
            return ToServiceError(service);
        // A 200 whose body is invalid or incomplete is thrown as a service exception too.
        RawAnswer.Failed failed = CallFailure.Of(exception, attempt, wasCancelled: false);
        return failed.Stage == CallStage.Answered && failed.Code is not "Timeout"
            ? new CallAnswer.NoAnswer(CallStage.Answered, "CorruptAnswer", failed.Message)
            : new CallAnswer.NoAnswer(failed.Stage, failed.Code, failed.Message);
    }

    /// <summary>The time at the sender of an error answer; null if the answer has none.</summary>
    public static DateTimeOffset? ServerTime(Exception exception) =>
        DateTimeOffset.TryParse(
            Header(exception, "Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>
    /// The region of a bucket, if an error answer of S3 has it (S3 API reference, "HeadBucket"); otherwise null.
    /// </summary>
    public static string? BucketRegion(Exception exception) => Header(exception, "x-amz-bucket-region");

    private static string? Header(Exception exception, string name) =>
        CallFailure.Chain(exception).OfType<HttpErrorResponseException>().FirstOrDefault()?.Response is { } response
        && response.IsHeaderPresent(name)
            ? response.GetHeaderValue(name)
            : null;

    private static CallAnswer.ServiceError ToServiceError(AmazonServiceException exception) =>
        new((int)exception.StatusCode, exception.ErrorCode ?? "", exception.Message)
        {
            ThrottlingReasons = Reasons(exception),
            RetryAfter = AnswerReader.RetryAfter(Header(exception, "x-amz-retry-after")),
            RequestId = exception.RequestId,
        };

    private static IReadOnlyList<string> Reasons(AmazonServiceException exception)
    {
        List<ThrottlingReason>? reasons = exception switch
        {
            ProvisionedThroughputExceededException provisioned => provisioned.ThrottlingReasons,
            ThrottlingException throttling => throttling.ThrottlingReasons,
            RequestLimitExceededException limit => limit.ThrottlingReasons,
            _ => null,
        };
        return reasons is null ? [] : [.. reasons.Select(reason => $"{reason.Reason} {reason.Resource}")];
    }
}
