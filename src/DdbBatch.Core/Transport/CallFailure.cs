using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace DdbBatch.Transport;

/// <summary>
/// Describes what an exception of an attempt means. The attempt's stage decides whether the request was sent, never the
/// error number.
/// </summary>
internal static class CallFailure
{
    /// <summary>The code of a failure of the client itself, for example an endpoint that does not exist.</summary>
    public const string ClientError = "ClientError";

    /// <summary>The code of a failure to obtain credentials.</summary>
    public const string CredentialsFailed = "CredentialsFailed";

    /// <summary>Describes the failure of an attempt without an answer.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="attempt">The attempt. This method ends it.</param>
    /// <param name="wasCancelled">True if the caller cancelled the attempt.</param>
    public static RawAnswer.Failed Of(Exception exception, CallAttempt attempt, bool wasCancelled)
    {
        CallStage stage = attempt.End();
        if (stage < CallStage.Sent && !attempt.SeesSending && !NeverConnected(exception))
            stage = CallStage.Sent;
        if (wasCancelled)
            return new(stage, "Stopped", "The run was stopped before DynamoDB answered.");
        if (stage == CallStage.Credentials && exception is not OperationCanceledException)
            return new(stage, CredentialsFailed, $"The credentials can't be obtained: {Reasons(exception)}");
        (string? code, string? message) = Chain(exception).Select(inner => Describe(inner, stage)).FirstOrDefault(found => found.Code is not null);
        // At every stage, because a proxy that refuses a request may cut it off before its answer is read.
        return new(stage, code ?? exception.GetType().Name, (message ?? exception.Message) + ProxySetting.Describe(attempt.Url));
    }

    /// <summary>The messages of an exception and its inner exceptions, without text that looks like a secret.</summary>
    public static string Reasons(Exception exception) =>
        string.Join(" ", Chain(exception).Select(inner => Secrets.Redact(inner.Message.Trim())).Distinct());

    public static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
            yield return current;
    }

    private static (string? Code, string? Message) Describe(Exception exception, CallStage stage) => exception switch
    {
#if NET
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } proxy => ("ProxyFailed", proxy.Message),
#endif
        SocketException socket => (socket.SocketErrorCode.ToString(), socket.Message),
        WebException { Status: not WebExceptionStatus.UnknownError } web => (web.Status.ToString(), web.Message),
        AuthenticationException tls => ("TlsFailed", tls.Message + (tls.Message.Contains("certificate") ? "" : PlainPort)),
        OperationCanceledException or TimeoutException => ("Timeout", TimedOut(stage)),
        // The message of an HttpRequestException is general; that of its inner exception, if there is one, is more specific.
        HttpRequestException { InnerException: null } http => ("ConnectionFailed", http.Message),
        IOException { InnerException: null } io => ("ConnectionFailed", io.Message),
        AmazonClientException { InnerException: null } client when stage < CallStage.Sent => (ClientError, client.Message),
        _ => default,
    };

    private const string PlainPort = " If the server doesn't speak TLS at this port, its URL begins with http://.";

    private static string TimedOut(CallStage stage) => stage switch
    {
        CallStage.Credentials => "The credentials did not come in time.",
        CallStage.Connect => "No connection was made in time.",
        _ => "No answer came in time.",
    };

    // For requests without a body, which change nothing.
    private static bool NeverConnected(Exception exception) => Chain(exception).Any(inner => inner switch
    {
#if NET
        HttpRequestException http => http.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
#endif
        WebException web => web.Status is WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure
            or WebExceptionStatus.ProxyNameResolutionFailure or WebExceptionStatus.TrustFailure
            or WebExceptionStatus.SecureChannelFailure,
        _ => false,
    });
}
