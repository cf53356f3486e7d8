using System;
using System.Diagnostics;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>DescribeTable.</summary>
internal sealed class DescribeTableCall(SimulatedTables tables, Stopwatch clock) : ISimulatedCall
{
    /// <inheritdoc/>
    public string Operation => "DescribeTable";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        SimulatedTable table = tables.Of(DeepJson.Parse(body.Span));
        (long count, long bytes) = table.Read(items => (items.Count, items.Bytes));
        return TableDescriptions.Active(
            table.Name, table.Keys, table.Capacity.At(clock.Elapsed), table.ReadCapacity.At(clock.Elapsed), count, bytes);
    }
}
