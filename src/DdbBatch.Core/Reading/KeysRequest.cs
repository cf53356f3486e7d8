using System.Collections.Generic;

namespace DdbBatch.Reading;

/// <summary>One BatchGetItem call: keys of one table, none twice.</summary>
/// <param name="lookups">The lookups, 100 at most (API reference, BatchGetItem).</param>
/// <param name="units">The RCU that were booked for it.</param>
internal sealed class KeysRequest(IReadOnlyList<KeyLookup> lookups, double units)
{
    /// <summary>The most keys of a request (API reference, BatchGetItem).</summary>
    public const int MaxKeys = 100;

    public IReadOnlyList<KeyLookup> Lookups { get; } = lookups;

    public double Units { get; } = units;
}

/// <summary>The answer to one BatchGetItem call.</summary>
/// <param name="Items">For each key of the request: its item, or null if there is none in the answer.</param>
/// <param name="IsUnprocessed">For each key of the request: true if DynamoDB left it unprocessed.</param>
internal sealed record KeysAnswer(IReadOnlyList<System.ReadOnlyMemory<byte>?> Items, IReadOnlyList<bool> IsUnprocessed)
{
    /// <summary>RCU consumed; null if the answer does not say.</summary>
    public double? ConsumedUnits { get; init; }

    /// <summary>Size of the answer, in bytes.</summary>
    public int SizeBytes { get; init; }
}
