using System;
using System.Threading;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Benchmarks.Pacing;

/// <summary>The module's engine, as its cmdlets drive it.</summary>
internal sealed class OurStrategy(int throttleLimit = 16) : IStrategy
{
    // Far more than are ever under way at once: no operation waits for another one on its key.
    private static readonly EncodedItem[] Pool = Items.Encode(50_000);

    public string Name => "DdbBatch";

    public void Write(DynamoDBClient client, int count, double? maxWriteCapacity, CancellationToken cancellation)
    {
        WriteOptions options = new() { ThrottleLimit = throttleLimit, MaxWriteCapacity = maxWriteCapacity };
        IWriteCalls transport = WriteCalls.Create(TransportKind.Sdk, client);
        using WritePump pump = new(options, transport);
        TableDescription? description =
            new TableDescriber(transport).DescribeAsync(ServeCommand.Table, cancellation).GetAwaiter().GetResult();
        Lane lane = pump.OpenLane(Items.Schema, ServeCommand.Table, description);
        for (int position = 1; position <= count && !cancellation.IsCancellationRequested; position++)
        {
            WriteOperation operation = new(position, OperationKind.Put, Pool[position % Pool.Length], null);
            while (!pump.TrySubmit(lane, operation, out _) && !cancellation.IsCancellationRequested)
                pump.Wait(TimeSpan.FromMilliseconds(100));
        }

        pump.CompleteInput();
        while (!cancellation.IsCancellationRequested && !pump.Wait(TimeSpan.FromMilliseconds(100)))
        {
        }
    }
}
