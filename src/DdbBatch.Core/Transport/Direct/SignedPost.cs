using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Security.Cryptography;
using Amazon.Runtime;

namespace DdbBatch.Transport.Direct;

/// <summary>Creates the HTTP request of a call (Developer Guide, "DynamoDB low-level API").</summary>
internal sealed class SignedPost(DirectEndpoint endpoint)
{
    private static readonly string UserAgent = $"DdbBatch/{typeof(SignedPost).Assembly.GetName().Version?.ToString(3)}";

    private readonly RequestSigner _signer = new(endpoint.Region, "dynamodb");
    private readonly string _canonicalPath = RequestSigner.CanonicalPath(endpoint.Url);

    /// <summary>Creates a request and signs it with the current time.</summary>
    /// <param name="operation">The API operation, for example <c>BatchWriteItem</c>.</param>
    /// <param name="body">Its body; disposed of with the request.</param>
    /// <param name="credentials">The credentials.</param>
    public HttpRequestMessage Create(string operation, RequestBody body, ImmutableCredentials credentials)
    {
        string time = endpoint.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Span<byte> bodyHash = stackalloc byte[SHA256.HashSizeInBytes];
        body.ComputeHash(bodyHash);
        KeyValuePair<string, string>[] signed =
        [
            new("content-type", TransportFactory.ContentType),
            new("host", endpoint.Url.Authority),
            new("x-amz-date", time),
            .. credentials.UseToken ? [new("x-amz-security-token", credentials.Token)] : Array.Empty<KeyValuePair<string, string>>(),
            new("x-amz-target", TransportFactory.Target(operation)),
        ];
        HttpRequestMessage message = new(HttpMethod.Post, endpoint.Url) { Content = body };
        // The first two are the content's own header, and the one that HTTP adds.
        foreach (KeyValuePair<string, string> header in signed.AsSpan(2))
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        message.Headers.TryAddWithoutValidation(
            "Authorization", _signer.Sign("POST", _canonicalPath, signed, bodyHash, time, credentials));
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return message;
    }
}
