using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Amazon.Runtime;

namespace DdbBatch.Transport.Direct;

/// <summary>Signature Version 4 (IAM User Guide, "Create a signed AWS API request"), for requests without a query.</summary>
internal sealed class RequestSigner(string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const int DateLength = 8;

    // Deriving the day's key takes four keyed hashes. It is reused until the day or the credentials change.
    private SigningKey? _key;

    /// <summary>
    /// A URL's path in its signed form: each segment, which the URL has encoded once, is encoded once more.
    /// </summary>
    public static string CanonicalPath(Uri url) =>
        string.Join('/', url.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Signs a request.</summary>
    /// <param name="method">GET, POST, …</param>
    /// <param name="canonicalPath">The result of <see cref="CanonicalPath"/>.</param>
    /// <param name="headers">The headers to sign, names in lower case and in ordinal order, values without superfluous
    /// spaces.</param>
    /// <param name="bodyHash">The SHA-256 hash of the body.</param>
    /// <param name="time">The time, for example <c>20150830T123600Z</c>, the same as in the x-amz-date header.</param>
    /// <param name="credentials">The credentials. The session token is one of the headers.</param>
    /// <returns>The value of the Authorization header.</returns>
    public string Sign(
        string method,
        string canonicalPath,
        ReadOnlySpan<KeyValuePair<string, string>> headers,
        ReadOnlySpan<byte> bodyHash,
        string time,
        ImmutableCredentials credentials)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LongestText(method, canonicalPath, headers, credentials));
        try
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(CanonicalRequest(buffer, method, canonicalPath, headers, bodyHash), hash);
            SigningKey key = KeyFor(time[..DateLength], credentials);
            Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
            HMACSHA256.HashData(key.Bytes, StringToSign(buffer, time, key.Scope, hash), signature);
            return Authorization(buffer, key, headers, signature);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReadOnlySpan<byte> CanonicalRequest(
        Span<byte> buffer,
        string method,
        string canonicalPath,
        ReadOnlySpan<KeyValuePair<string, string>> headers,
        ReadOnlySpan<byte> bodyHash)
    {
        SpanText text = new(buffer);
        text.Write(method);
        text.Write("\n");
        text.Write(canonicalPath);
        // The query is empty.
        text.Write("\n\n");
        foreach (KeyValuePair<string, string> header in headers)
        {
            text.Write(header.Key);
            text.Write(":");
            text.Write(header.Value);
            text.Write("\n");
        }

        text.Write("\n");
        text.WriteNames(headers);
        text.Write("\n");
        text.WriteHex(bodyHash);
        return text.Written;
    }

    private static ReadOnlySpan<byte> StringToSign(Span<byte> buffer, string time, string scope, ReadOnlySpan<byte> requestHash)
    {
        SpanText text = new(buffer);
        text.Write(Algorithm);
        text.Write("\n");
        text.Write(time);
        text.Write("\n");
        text.Write(scope);
        text.Write("\n");
        text.WriteHex(requestHash);
        return text.Written;
    }

    private static string Authorization(
        Span<byte> buffer, SigningKey key, ReadOnlySpan<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> signature)
    {
        SpanText text = new(buffer);
        text.Write(Algorithm);
        text.Write(" Credential=");
        text.Write(key.AccessKey);
        text.Write("/");
        text.Write(key.Scope);
        text.Write(", SignedHeaders=");
        text.WriteNames(headers);
        text.Write(", Signature=");
        text.WriteHex(signature);
        return text.ToString();
    }

    // No text here is longer than its parts together, with three bytes of UTF-8 for each character.
    private int LongestText(
        string method,
        string canonicalPath,
        ReadOnlySpan<KeyValuePair<string, string>> headers,
        ImmutableCredentials credentials)
    {
        const int Rest = 256;
        int characters = Rest + method.Length + canonicalPath.Length + credentials.AccessKey.Length + region.Length + service.Length;
        foreach (KeyValuePair<string, string> header in headers)
            characters += (2 * header.Key.Length) + header.Value.Length + ":\n;".Length;
        return 3 * characters;
    }

    private SigningKey KeyFor(string date, ImmutableCredentials credentials)
    {
        SigningKey? key = _key;
        if (key is null || !key.Fits(date, credentials))
            _key = key = SigningKey.Derive(date, region, service, credentials);
        return key;
    }
}
