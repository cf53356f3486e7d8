using System.Threading;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>A way to write many items to a table whose capacity is limited.</summary>
internal interface IStrategy
{
    string Name { get; }

    /// <summary>Writes 1-WCU items.</summary>
    /// <param name="client">The client to write with; the caller disposes of it.</param>
    /// <param name="count">How many.</param>
    /// <param name="maxWriteCapacity">The maximum WCU per second, if the strategy has such a limit.</param>
    /// <param name="cancellation">Ends it, written or not.</param>
    void Write(DynamoDBClient client, int count, double? maxWriteCapacity, CancellationToken cancellation);
}
