using System;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The module's engine, with items in wire form, as its cmdlets drive it.</summary>
internal sealed class EngineContender(
    ContenderOptions options, TransportKind transport, int tables = 1, int repeatEvery = 0, WriteKind kind = WriteKind.Put) : IContender
{
    private readonly EncodedItem[] _items = kind.Items(options.Shape);

    /// <inheritdoc/>
    public long Write(Func<long, bool> goesOn)
    {
        using WritePump pump = new(
            new WriteOptions { ThrottleLimit = options.InFlight }, WriteCalls.Create(transport, Clients.Own(options)));
        Lane[] lanes = [.. Enumerable.Range(0, tables).Select(number => pump.OpenLane(
            Music.Schema, Music.TableName(number), new TableDescription(Music.Schema, Music.TableName(number), Music.Throughput)))];
        long position = 0;
        while (position % BatchLimits.Operations != 0 || goesOn(position))
            Submit(pump, lanes[position % tables], kind.Operation(++position, Next(position)));
        pump.CompleteInput();
        while (!pump.Wait(TimeSpan.FromMilliseconds(100)))
        {
        }

        return pump.Read(read => read.Lanes.Sum(lane => lane.Tally[OperationOutcome.Written]));
    }

    public void Dispose()
    {
    }

    // The one before it once more, now and then: the same key.
    private EncodedItem Next(long position) =>
        _items[(repeatEvery > 0 && position % repeatEvery == 0 ? position - 1 : position) % _items.Length];

    private static void Submit(WritePump pump, Lane lane, WriteOperation operation)
    {
        while (!pump.TrySubmit(lane, operation, out _))
            pump.Wait(TimeSpan.FromMilliseconds(100));
    }
}
