using System;
using System.Collections.Generic;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DdbBatch.TestKit.Http;

/// <summary>An answer with the headers that DynamoDB sends.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body.</param>
public sealed record DynamoDbAnswer(int Status, ReadOnlyMemory<byte> Body) : HttpAnswer(Status, Body)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The <c>x-amz-crc32</c> header.</summary>
    public uint Checksum { get; init; } = Crc32.Compute(Body.Span);

    /// <summary>The <c>x-amzn-RequestId</c> header.</summary>
    public string RequestId { get; init; } = $"{Guid.NewGuid():N}".ToUpperInvariant();

    /// <summary>The <c>Date</c> header.</summary>
    public DateTimeOffset Date { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The <c>x-amz-retry-after</c> header; null if there is none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The <c>Content-Type</c> header.</summary>
    public string ContentType { get; init; } = "application/x-amz-json-1.0";

    /// <summary>An error as DynamoDB reports it.</summary>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="type">The exception's name, as <c>ThrottlingException</c>; it gets the usual prefix.</param>
    /// <param name="message">The message.</param>
    /// <param name="reasons">Why DynamoDB throttled.</param>
    public static DynamoDbAnswer Error(
        int status, string type, string message, params IReadOnlyCollection<ThrottlingReason> reasons) =>
        Error(status, type, message, item: null, reasons);

    /// <summary>An error that may come with the item for which a condition did not hold.</summary>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="type">The exception's name; it gets the usual prefix.</param>
    /// <param name="message">The message.</param>
    /// <param name="item">The item in DynamoDB JSON; null for none.</param>
    /// <param name="reasons">Why DynamoDB throttled.</param>
    public static DynamoDbAnswer Error(
        int status, string type, string message, JsonElement? item, IReadOnlyCollection<ThrottlingReason> reasons)
    {
        Dictionary<string, object> body = new()
        {
            ["__type"] = type.Contains('#') ? type : Prefix(type) + type,
            ["message"] = message,
        };
        // The API's model spells the member of the two exceptions differently.
        if (reasons.Count > 0)
            body[type == "ThrottlingException" ? "throttlingReasons" : "ThrottlingReasons"] = reasons;
        if (item is { } attributes)
            body["Item"] = attributes;
        return new DynamoDbAnswer(status, JsonSerializer.SerializeToUtf8Bytes(body, Json));
    }

    /// <inheritdoc/>
    protected override string Headers =>
        $"""
        Server: Server
        Date: {Date:R}
        Content-Type: {ContentType}
        Connection: keep-alive
        x-amzn-RequestId: {RequestId}
        x-amz-crc32: {Checksum}

        """.ReplaceLineEndings("\r\n")
        + (RetryAfter is { } wait ? $"x-amz-retry-after: {wait.TotalMilliseconds}\r\n" : "");

    private static string Prefix(string type) => type switch
    {
        "ThrottlingException" => "com.amazon.coral.availability#",
        "ValidationException" => "com.amazon.coral.validate#",
        "UnrecognizedClientException" or "ExpiredTokenException" or "InvalidSignatureException"
            or "AccessDeniedException" or "IncompleteSignature" or "SerializationException" => "com.amazon.coral.service#",
        _ => "com.amazonaws.dynamodb.v20120810#",
    };
}
