using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;

namespace DdbBatch.Transport.Direct;

/// <summary>Says in the transport's words what an HTTP answer means.</summary>
internal static class HttpAnswer
{
    /// <summary>Reads an answer that came whole.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body.</param>
    /// <param name="read">Reads the body of a success.</param>
    public static BatchAnswer Read(HttpResponseMessage response, byte[] body, Func<byte[], BatchAnswer> read)
    {
        if (!response.IsSuccessStatusCode)
            return ReadError(response, body);
        if (Header(response.Headers, "x-amz-crc32") is { } checksum
            && checksum != Crc32.Compute(body).ToString(CultureInfo.InvariantCulture))
            return new BatchAnswer.NoAnswer(true, "CorruptAnswer", "DynamoDB's answer doesn't fit its checksum.");
        return read(body);
    }

    private static BatchAnswer.ServiceError ReadError(HttpResponseMessage response, byte[] body)
    {
        ErrorBody error = ErrorBody.Read(body);
        return new BatchAnswer.ServiceError((int)response.StatusCode, error.Code, error.Message)
        {
            ThrottlingReasons = error.ThrottlingReasons,
            RetryAfter = SdkErrors.RetryAfter(Header(response.Headers, "x-amz-retry-after")),
        };
    }

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.FirstOrDefault() : null;
}
