using System;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>
/// Receives an answer without trusting its length, because another server may answer at DynamoDB's address.
/// </summary>
internal static class AnswerReceiver
{
    private const int FirstBytes = 4096;

    /// <summary>Receives an answer to its end, or up to the call's limit.</summary>
    /// <param name="response">The answer, of which the headers have arrived.</param>
    /// <param name="attempt">The attempt, whose call limits the length.</param>
    public static async Task<RawAnswer.Answered> ReceiveAsync(HttpResponseMessage response, CallAttempt attempt)
    {
        (byte[] body, bool isTooLong) = await ReadBodyAsync(response.Content, attempt).ConfigureAwait(false);
        return new RawAnswer.Answered((int)response.StatusCode, body, isTooLong, response.Headers) { Url = attempt.Url };
    }

    private static async Task<(byte[] Body, bool IsTooLong)> ReadBodyAsync(HttpContent content, CallAttempt attempt)
    {
        int limit = attempt.Call!.AnswerLimit;
        long? length = content.Headers.ContentLength;
        byte[] buffer = new byte[(int)Math.Min(length ?? FirstBytes, limit)];
#if NET
        using Stream stream = await content.ReadAsStreamAsync(attempt.Token).ConfigureAwait(false);
#else
        using Stream stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        int count = 0;
        while (count < length || length is null)
        {
            if (count == limit)
                return (buffer, true);
            if (count == buffer.Length)
                Array.Resize(ref buffer, Math.Min(limit, buffer.Length * 2));
#if NET
            int read = await stream.ReadAsync(buffer.AsMemory(count), attempt.Token).ConfigureAwait(false);
#else
            int read = await stream.ReadAsync(buffer, count, buffer.Length - count, attempt.Token).ConfigureAwait(false);
#endif
            if (read == 0)
                break;
            count += read;
            attempt.Progress();
        }

        // HTTP/1.1 itself reports a body that ends before its length. .NET Framework does not always do so.
        if (count < length)
            throw new IOException("The answer ended before its length.");
        Array.Resize(ref buffer, count);
        return (buffer, false);
    }
}
