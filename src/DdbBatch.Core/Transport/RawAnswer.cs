using System;
using System.Globalization;
using System.Linq;
using System.Net.Http.Headers;

namespace DdbBatch.Transport;

/// <summary>The unread result of one attempt at a call. The transport reports it and makes no decisions.</summary>
internal abstract record RawAnswer
{
    private RawAnswer()
    {
    }

    /// <summary>An answer that was received completely, from any server at the endpoint.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">The body; only its start if <paramref name="IsTooLong"/>.</param>
    /// <param name="IsTooLong">True if the body is longer than any answer to the call can be.</param>
    /// <param name="Headers">The headers.</param>
    public sealed record Answered(int Status, byte[] Body, bool IsTooLong, HttpResponseHeaders Headers) : RawAnswer
    {
        /// <summary>The URL of the request; null if unknown.</summary>
        public Uri? Url { get; init; }

        public bool IsSuccess => Status is >= 200 and < 300;

        /// <summary>The id by which AWS finds the request in its logs; null if the answer has none.</summary>
        public string? RequestId => Header("x-amzn-RequestId") ?? Header("x-amz-request-id");

        /// <summary>The time at the endpoint; null if the answer has none.</summary>
        public DateTimeOffset? ServerTime => DateTimeOffset.TryParse(
            Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

        /// <summary>True if the body matches its checksum, false if it does not; null if the answer has none.</summary>
        public bool? FitsChecksum => Header("x-amz-crc32") is { } checksum
            ? checksum == Crc32.Compute(Body).ToString(CultureInfo.InvariantCulture)
            : null;

        /// <summary>Returns a header's value; null if the answer does not have the header.</summary>
        public string? Header(string name) =>
#if NET
            Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.FirstOrDefault() : null;
#else
            Headers.TryGetValues(name, out System.Collections.Generic.IEnumerable<string> values) ? values.FirstOrDefault() : null;
#endif
    }

    /// <summary>No answer, or an incomplete one.</summary>
    /// <param name="Stage">The stage that the attempt had reached.</param>
    /// <param name="Code">A stable code for the failure: Timeout, ConnectionRefused, CredentialsFailed, …</param>
    /// <param name="Message">The failure, as a sentence.</param>
    public sealed record Failed(CallStage Stage, string Code, string Message) : RawAnswer
    {
        /// <summary>
        /// True if a retry cannot succeed: no credentials could ever be obtained, or the endpoint does not exist.
        /// </summary>
        public bool IsFinal { get; init; }
    }
}
