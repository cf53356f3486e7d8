using System;
using System.Collections.Generic;

namespace DdbBatch.Transport;

/// <summary>What came back for one call. The transport reports it and decides nothing.</summary>
internal abstract record BatchAnswer
{
    private BatchAnswer()
    {
    }

    /// <summary>To BatchWriteItem: HTTP 200 with a body that could be read and whose checksum is right.</summary>
    /// <param name="Unprocessed">The places, in the request, of the operations that DynamoDB left unprocessed.</param>
    public sealed record Success(IReadOnlyList<int> Unprocessed) : BatchAnswer
    {
        public CapacityUse? Capacity { get; init; }

        /// <summary>Item collections with the upper end of their size estimate in GB.</summary>
        public IReadOnlyList<KeyValuePair<string, double>> ItemCollections { get; init; } = [];
    }

    /// <summary>The same to DescribeTable.</summary>
    /// <param name="Table">The table; null while it is still being created.</param>
    public sealed record Description(TableDescription? Table) : BatchAnswer;

    /// <summary>DynamoDB, or what stands before it, answered with an error.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Code">The error code without its namespace, as <c>ValidationException</c>.</param>
    /// <param name="Message">The message.</param>
    public sealed record ServiceError(int Status, string Code, string Message) : BatchAnswer
    {
        /// <summary>Which table or index was throttled, and why.</summary>
        public IReadOnlyList<string> ThrottlingReasons { get; init; } = [];

        /// <summary>How long DynamoDB asks to wait (x-amz-retry-after).</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>No answer, or none that can be trusted.</summary>
    /// <param name="WasSent">False where the request certainly never left: no connection came about.</param>
    /// <param name="Code">One word for it: Timeout, ConnectionFailed, CorruptAnswer, …</param>
    /// <param name="Message">What happened, in a sentence.</param>
    public sealed record NoAnswer(bool WasSent, string Code, string Message) : BatchAnswer;

    /// <summary>The client itself can't send: no credentials, no region.</summary>
    /// <param name="Code">One word for it.</param>
    /// <param name="Message">What is missing, and what to do.</param>
    public sealed record ClientError(string Code, string Message) : BatchAnswer;
}
