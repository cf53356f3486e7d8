using System.Collections.Generic;

namespace DdbBatch.Protocol;

/// <summary>The write capacity of a table and its indexes.</summary>
/// <param name="WriteCapacity">The table's capacity, in WCU per second; null if unknown.</param>
/// <param name="Indexes">Its secondary indexes.</param>
internal sealed record Throughput(double? WriteCapacity, IReadOnlyList<IndexThroughput> Indexes);

/// <summary>The write capacity of a secondary index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeyNames">Its key attributes: an item without one of them isn't in the index.</param>
/// <param name="IsLocal">It uses the table's capacity, and has none of its own.</param>
/// <param name="WriteCapacity">Its capacity, in WCU per second; null if unknown or if the index is local.</param>
internal sealed record IndexThroughput(string Name, IReadOnlyList<string> KeyNames, bool IsLocal, double? WriteCapacity);
