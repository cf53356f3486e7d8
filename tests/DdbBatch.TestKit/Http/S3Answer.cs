using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Http;

/// <summary>An answer of S3, with its headers.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body.</param>
/// <param name="Fields">The headers but Content-Length.</param>
internal sealed record S3Answer(
    int Status, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Fields) : HttpAnswer(Status, Body)
{
    // They belong to one connection.
    private static readonly string[] OwnHeaders = ["Connection", "Keep-Alive", "Content-Length", "Transfer-Encoding"];

    /// <summary>The length of the body that a HEAD request isn't sent.</summary>
    public long? LengthOfHidden { get; init; }

    /// <inheritdoc/>
    protected override long ContentLength => LengthOfHidden ?? Body.Length;

    /// <inheritdoc/>
    protected override string Headers => string.Concat(Fields.Select(header => $"{header.Key}: {header.Value}\r\n"));

    /// <summary>An error as S3 reports it.</summary>
    public static S3Answer Error(int status, string code, string message, params (string Name, string Value)[] fields) => new(
        status,
        Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>" +
            $"<Message>{SecurityElement.Escape(message)}</Message><RequestId>{Guid.NewGuid():N}</RequestId></Error>"),
        [new("Content-Type", "application/xml"), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);

    /// <summary>The answer that a client got.</summary>
    public static async Task<S3Answer> ReadAsync(HttpResponseMessage message, CancellationToken cancellation)
    {
        byte[] body = await message.Content.ReadAsByteArrayAsync(cancellation);
        return new S3Answer((int)message.StatusCode, body, [.. message.Headers.Concat(message.Content.Headers)
            .Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value)))])
        {
            LengthOfHidden = message.RequestMessage!.Method == HttpMethod.Head ? message.Content.Headers.ContentLength : null,
        };
    }
}
