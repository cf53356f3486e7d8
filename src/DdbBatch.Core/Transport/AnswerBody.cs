using System;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;

namespace DdbBatch.Transport;

/// <summary>
/// Reads an answer's body without trusting its length, because another server may answer at DynamoDB's address.
/// </summary>
internal static class AnswerBody
{
    private const int FirstBytes = 4096;

    /// <summary>Reads a body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="attempt">The attempt, whose call limits the length.</param>
    /// <returns>The body, or its start if it is longer than the limit.</returns>
    public static async Task<(byte[] Body, bool IsTooLong)> ReadAsync(HttpContent content, CallAttempt attempt)
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
            throw new AnswerEndedException();
        Array.Resize(ref buffer, count);
        return (buffer, false);
    }
}

/// <summary>An answer's body ended early.</summary>
internal sealed class AnswerEndedException() : IOException("The answer ended before its length.");
