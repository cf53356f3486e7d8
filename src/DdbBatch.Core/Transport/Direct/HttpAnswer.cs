using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using DdbBatch.Writing;

namespace DdbBatch.Transport.Direct;

/// <summary>Says in the transport's words what an HTTP answer means.</summary>
internal static class HttpAnswer
{
    /// <summary>Reads an answer that came whole.</summary>
    public static BatchAnswer Read(HttpResponseMessage response, byte[] body, BatchRequest request)
    {
        if (!response.IsSuccessStatusCode)
            return ReadError(response, body);
        if (Header(response.Headers, "x-amz-crc32") is { } checksum
            && checksum != Crc32.Compute(body).ToString(CultureInfo.InvariantCulture))
            return new BatchAnswer.NoAnswer(true, "CorruptAnswer", "DynamoDB's answer doesn't fit its checksum.");
        return BatchAnswerReader.Read(body, request);
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
