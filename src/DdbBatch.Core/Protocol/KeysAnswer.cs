using System;
using System.Collections.Generic;

namespace DdbBatch.Protocol;

/// <summary>The answer to one BatchGetItem call.</summary>
/// <param name="Items">For each key of the request: its item, or null if there is none in the answer.</param>
/// <param name="IsUnprocessed">For each key of the request: true if DynamoDB left it unprocessed.</param>
internal sealed record KeysAnswer(IReadOnlyList<ReadOnlyMemory<byte>?> Items, IReadOnlyList<bool> IsUnprocessed)
{
    /// <summary>RCU consumed; null if the answer does not say.</summary>
    public double? ConsumedUnits { get; init; }

    /// <summary>Size of the answer, in bytes.</summary>
    public int SizeBytes { get; init; }
}
