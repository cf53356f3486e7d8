using System;

namespace DdbBatch.Transport;

/// <summary>One call of DynamoDB's low-level API: an operation, and its body as it goes over the wire.</summary>
/// <param name="Operation">The API operation, for example <c>BatchWriteItem</c>.</param>
/// <param name="Body">The body, UTF-8 JSON.</param>
internal sealed record ApiCall(string Operation, CallBody Body)
{
    /// <summary>The longest time without any progress: bytes sent, or the answer begun.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of an answer that has no items in it, with plenty to spare.</summary>
    public const int MetadataBytes = 1024 * 1024;

    /// <summary>The most bytes of an answer that are read: whatever is longer can't be DynamoDB's answer to this call.</summary>
    public int AnswerLimit { get; init; } = MetadataBytes;

    /// <summary>How long the attempt may go without any progress.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
