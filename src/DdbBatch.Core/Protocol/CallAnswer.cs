using System;
using System.Collections.Generic;
using DdbBatch.Transport;

namespace DdbBatch.Protocol;

/// <summary>The result of one call. The transport reports it and makes no decisions.</summary>
internal abstract record CallAnswer
{
    private CallAnswer()
    {
    }

    /// <summary>The id by which AWS finds the request in its logs; null if no answer with one came.</summary>
    public string? RequestId { get; init; }

    /// <summary>To a write call: HTTP 200 with a body that could be read and whose checksum is right.</summary>
    /// <param name="Unprocessed">
    /// The places, in the request, of the operations that DynamoDB left unprocessed (BatchWriteItem).
    /// </param>
    public sealed record Success(IReadOnlyList<int> Unprocessed) : CallAnswer
    {
        /// <summary>The operations that have failed by themselves, in order (BatchExecuteStatement).</summary>
        public IReadOnlyList<OperationFailure> Failures { get; init; } = [];

        public CapacityUse? Capacity { get; init; }

        /// <summary>Item collections with the upper end of their size estimate in GB.</summary>
        public IReadOnlyList<KeyValuePair<string, double>> ItemCollections { get; init; } = [];
    }

    /// <summary>The same to DescribeTable.</summary>
    /// <param name="Table">The table; null while it is still being created.</param>
    public sealed record Description(TableDescription? Table) : CallAnswer;

    /// <summary>The same to a call that reads items.</summary>
    /// <param name="Value">The answer.</param>
    public sealed record Result<T>(T Value) : CallAnswer;

    /// <summary>
    /// An answer that is not a success, from DynamoDB or from another server in front of it or at its address.
    /// </summary>
    /// <param name="Status">The HTTP status; it may be 200, from something that isn't DynamoDB.</param>
    /// <param name="Code">
    /// The error code without its namespace, for example <c>ValidationException</c>; empty if the answer doesn't have the
    /// shape of an AWS error, and so isn't DynamoDB's.
    /// </param>
    /// <param name="Message">The message.</param>
    public sealed record ServiceError(int Status, string Code, string Message) : CallAnswer
    {
        /// <summary>Which table or index was throttled, and why.</summary>
        public IReadOnlyList<string> ThrottlingReasons { get; init; } = [];

        /// <summary>
        /// The item that made a condition false, in DynamoDB JSON; null if there is none, or it wasn't returned.
        /// </summary>
        public byte[]? ExistingItem { get; init; }

        /// <summary>How long DynamoDB asks to wait (x-amz-retry-after).</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>No answer, or none that can be trusted.</summary>
    /// <param name="Stage">The stage that the attempt had reached.</param>
    /// <param name="Code">One word for it: Timeout, ConnectionRefused, CorruptAnswer, …</param>
    /// <param name="Message">The failure, as a sentence.</param>
    public sealed record NoAnswer(CallStage Stage, string Code, string Message) : CallAnswer
    {
        public NoAnswer(bool wasSent, string code, string message)
            : this(wasSent ? CallStage.Sent : CallStage.Connect, code, message)
        {
        }

        /// <summary>False if the request certainly never left.</summary>
        public bool WasSent => Stage >= CallStage.Sent;
    }

    /// <summary>The client itself can't send: there is no such endpoint, for example.</summary>
    /// <param name="Code">One word for it.</param>
    /// <param name="Message">The reason, and what to do.</param>
    public sealed record ClientError(string Code, string Message) : CallAnswer;
}
