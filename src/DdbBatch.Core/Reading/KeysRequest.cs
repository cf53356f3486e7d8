using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;

namespace DdbBatch.Reading;

/// <summary>One BatchGetItem call: keys of one table, none twice.</summary>
/// <param name="lookups">The lookups, 100 at most (API reference, BatchGetItem).</param>
/// <param name="units">The RCU that were booked for it.</param>
/// <param name="sentAt">When it was given out.</param>
internal sealed class KeysRequest(IReadOnlyList<KeyLookup> lookups, double units, TimeSpan sentAt)
{
    /// <summary>The most keys of a request (API reference, BatchGetItem).</summary>
    public const int MaxKeys = 100;

    public IReadOnlyList<KeyLookup> Lookups { get; } = lookups;

    /// <summary>The keys, as the call states them.</summary>
    public IReadOnlyList<EncodedItem> Keys { get; } = [.. lookups.Select(lookup => lookup.Key)];

    public double Units { get; } = units;

    public TimeSpan SentAt { get; } = sentAt;
}
