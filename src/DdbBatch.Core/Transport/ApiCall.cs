using System;

namespace DdbBatch.Transport;

/// <summary>One call of DynamoDB's low-level API: an operation, and its body in wire format.</summary>
/// <param name="Operation">The API operation, for example <c>BatchWriteItem</c>.</param>
/// <param name="Body">The body, UTF-8 JSON.</param>
internal sealed record ApiCall(string Operation, CallBody Body)
{
    /// <summary>The maximum time without progress: bytes sent, or the first bytes of the answer.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The maximum size of an answer that has no items, with ample reserve.</summary>
    public const int MetadataBytes = 1024 * 1024;

    /// <summary>
    /// The maximum number of bytes of an answer that are read. A longer answer cannot be DynamoDB's answer to this call.
    /// </summary>
    public int AnswerLimit { get; init; } = MetadataBytes;

    /// <summary>The maximum time that the attempt may take without progress.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
