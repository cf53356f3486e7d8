using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DdbBatch.Transport;

/// <summary>Says in the transport's words what an exception of the SDK means.</summary>
internal static class SdkErrors
{
    /// <param name="exception">What a call threw.</param>
    /// <param name="wasCancelled">True where the caller itself gave the call up.</param>
    public static BatchAnswer ToAnswer(Exception exception, bool wasCancelled)
    {
        if (wasCancelled)
            return new BatchAnswer.NoAnswer(true, "Stopped", "The run was stopped before DynamoDB answered.");
        if (exception is AmazonServiceException { StatusCode: not 0 } service)
            return ToServiceError(service);
        return NoAnswerOf(exception) ?? ToClientError(exception);
    }

    /// <summary>What time it was where an error answer comes from; null without a word of it.</summary>
    public static DateTimeOffset? ServerTime(Exception exception) =>
        DateTimeOffset.TryParse(
            Header(exception, "Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>The region of a bucket, where an error answer of S3 says it (S3 API reference, "HeadBucket"); null elsewhere.</summary>
    public static string? BucketRegion(Exception exception) => Header(exception, "x-amz-bucket-region");

    /// <summary>How long x-amz-retry-after, in milliseconds, asks to wait (SDKs and Tools Reference Guide, "Retry behavior").</summary>
    public static TimeSpan? RetryAfter(string? header) =>
        double.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out double ms)
            ? TimeSpan.FromMilliseconds(Math.Min(ms, 20_000))
            : null;

    private static string? Header(Exception exception, string name) =>
        Chain(exception).OfType<HttpErrorResponseException>().FirstOrDefault()?.Response is { } response
        && response.IsHeaderPresent(name)
            ? response.GetHeaderValue(name)
            : null;

    private static BatchAnswer ToServiceError(AmazonServiceException exception)
    {
        // A 200 whose body is wrong, or breaks off, is thrown as a service exception too.
        if ((int)exception.StatusCode is >= 200 and < 300)
            return NoAnswerOf(exception) ?? new BatchAnswer.NoAnswer(true, "CorruptAnswer", exception.Message);
        return new BatchAnswer.ServiceError((int)exception.StatusCode, exception.ErrorCode ?? "", exception.Message)
        {
            ThrottlingReasons = Reasons(exception),
            RetryAfter = RetryAfter(Header(exception, "x-amz-retry-after")),
        };
    }

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

    private static BatchAnswer.NoAnswer? NoAnswerOf(Exception exception) =>
        Chain(exception).Select(ToNoAnswer).FirstOrDefault(answer => answer is not null);

    private static BatchAnswer.NoAnswer? ToNoAnswer(Exception exception) => exception switch
    {
        SocketException socket => new(IsSent(socket.SocketErrorCode), socket.SocketErrorCode.ToString(), socket.Message),
        WebException web => new(IsSent(web.Status), web.Status.ToString(), web.Message),
        AuthenticationException tls => new(false, "TlsFailed", tls.Message),
        OperationCanceledException or TimeoutException =>
            new(true, "Timeout", "No answer came in time."),
        // An HttpRequestException says little; what is behind it says more, if anything is.
        HttpRequestException { InnerException: null } http => new(true, "ConnectionFailed", http.Message),
        // The SDK's for a wrong checksum; a connection's have a cause, or are of a type of their own.
        IOException { InnerException: null } io when io.GetType() == typeof(IOException) => new(true, "CorruptAnswer", io.Message),
        IOException { InnerException: null } io => new(true, "ConnectionFailed", io.Message),
        _ => null,
    };

    private static bool IsSent(SocketError error) => error is not (SocketError.ConnectionRefused
        or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery
        or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown
        or SocketError.NetworkDown or SocketError.AddressNotAvailable);

    private static bool IsSent(WebExceptionStatus status) => status is not (WebExceptionStatus.ConnectFailure
        or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure
        or WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure);

    private static BatchAnswer ToClientError(Exception exception) => exception switch
    {
        AmazonClientException client => new BatchAnswer.ClientError("ClientError", client.Message),
        _ => new BatchAnswer.NoAnswer(true, exception.GetType().Name, exception.Message),
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
            yield return current;
    }
}
