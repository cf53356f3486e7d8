using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>What came back for one attempt at a call, unread. The transport reports it and decides nothing.</summary>
internal abstract record RawAnswer
{
    private RawAnswer()
    {
    }

    /// <summary>An answer that came whole, from whatever answers at the endpoint.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">The body; only its beginning if it <paramref name="IsTooLong"/>.</param>
    /// <param name="IsTooLong">True if the body was longer than any answer to the call can be.</param>
    /// <param name="Headers">The headers.</param>
    public sealed record Answered(int Status, byte[] Body, bool IsTooLong, HttpResponseHeaders Headers) : RawAnswer
    {
        /// <summary>The URL that was asked; null if it isn't known.</summary>
        public Uri? Url { get; init; }

        public bool IsSuccess => Status is >= 200 and < 300;

        /// <summary>The id by which AWS finds the request in its logs; null if the answer has none.</summary>
        public string? RequestId => Header("x-amzn-RequestId") ?? Header("x-amz-request-id");

        /// <summary>The time at the endpoint; null if the answer doesn't say.</summary>
        public DateTimeOffset? ServerTime => DateTimeOffset.TryParse(
            Header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

        /// <summary>True if the body fits its checksum, false if it doesn't; null if the answer has none.</summary>
        public bool? FitsChecksum => Header("x-amz-crc32") is { } checksum
            ? checksum == Crc32.Compute(Body).ToString(CultureInfo.InvariantCulture)
            : null;

        /// <summary>A header's value; null if the answer doesn't have it.</summary>
        public string? Header(string name) =>
#if NET
            Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.FirstOrDefault() : null;
#else
            Headers.TryGetValues(name, out System.Collections.Generic.IEnumerable<string> values) ? values.FirstOrDefault() : null;
#endif

        /// <summary>Reads an answer to its end, or to the call's limit.</summary>
        public static async Task<Answered> ReadAsync(HttpResponseMessage response, CallAttempt attempt)
        {
            (byte[] body, bool isTooLong) = await AnswerBody.ReadAsync(response.Content, attempt).ConfigureAwait(false);
            return new Answered((int)response.StatusCode, body, isTooLong, response.Headers) { Url = attempt.Url };
        }
    }

    /// <summary>No answer, or not all of it.</summary>
    /// <param name="Stage">How far the attempt had come.</param>
    /// <param name="Code">One stable word for it: Timeout, ConnectionRefused, CredentialsFailed, …</param>
    /// <param name="Message">What happened, in a sentence.</param>
    public sealed record Failed(CallStage Stage, string Code, string Message) : RawAnswer
    {
        /// <summary>True if trying again is no use: there were never any credentials, or there is no such endpoint.</summary>
        public bool IsFinal { get; init; }
    }
}
