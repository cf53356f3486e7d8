using System;
using System.Collections.Generic;

namespace DdbBatch.Protocol;

/// <summary>The answer to one Scan or Query call.</summary>
internal sealed class Page
{
    /// <summary>The items as they came, each a UTF-8 DynamoDB JSON object; slices of one array.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Items { get; init; }

    /// <summary>
    /// The start of the next page, as received; null if there is none. Only null ends a segment, because a page without
    /// items is allowed (Developer Guide, "Paginating table query results").
    /// </summary>
    public byte[]? LastEvaluatedKey { get; init; }

    /// <summary>Items that were evaluated, before the filter (ScannedCount).</summary>
    public long ScannedCount { get; init; }

    /// <summary>RCU consumed; null if the answer does not say.</summary>
    public double? ConsumedUnits { get; init; }

    /// <summary>Size of the answer, in bytes.</summary>
    public int SizeBytes { get; init; }
}
