using System.Collections.Generic;

namespace DdbBatch.Protocol;

/// <summary>What a table and its indexes take.</summary>
/// <param name="WriteCapacity">The table's, in WCU per second; null where it isn't known.</param>
/// <param name="Indexes">Its secondary indexes.</param>
internal sealed record Throughput(double? WriteCapacity, IReadOnlyList<IndexThroughput> Indexes);

/// <summary>What a secondary index takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeyNames">Its key attributes: an item without one of them isn't in the index.</param>
/// <param name="IsLocal">It uses the table's capacity, and has none of its own.</param>
/// <param name="WriteCapacity">What it takes, in WCU per second; null where that isn't known, or it is local.</param>
internal sealed record IndexThroughput(string Name, IReadOnlyList<string> KeyNames, bool IsLocal, double? WriteCapacity);
