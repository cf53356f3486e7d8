using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Pacing;

/// <summary>The engine writing to tables of limited capacity, in virtual time. The input is always there.</summary>
internal sealed class PacingSimulation
{
    private readonly WriteEngine _engine;
    private readonly Dictionary<Lane, PacedTable> _tables;
    private readonly Dictionary<Lane, long> _submitted;

    public PacingSimulation(WriteOptions options, params IEnumerable<PacedTable> tables)
    {
        _engine = new WriteEngine(options, new Random(1));
        _tables = tables.ToDictionary(table => _engine.OpenLane(
            new TableSchema("Table", [new KeyAttribute("Id", ScalarAttributeType.S)]), "Table", table.ReportedCapacity, TimeSpan.Zero));
        _submitted = _tables.Keys.ToDictionary(lane => lane, _ => 0L);
    }

    /// <summary>From a request's sending to its answer, give or take 20 %.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How coarse timers are: 15.6 ms on Windows.</summary>
    public TimeSpan TimerTick { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The counts of all that went to a table.</summary>
    public Tally TallyOf(PacedTable table) => _tables.Single(pair => pair.Value == table).Key.Tally;

    /// <summary>Writes until a time has come, or everything is written.</summary>
    public void Run(double seconds)
    {
        PacedEngine<BatchRequest> paced = new(_engine, Answer) { Latency = Latency, TimerTick = TimerTick };
        TimeSpan end = TimeSpan.FromSeconds(seconds);
        do
        {
            Feed(paced.Now);
        }
        while (paced.Step() && paced.Now < end && !IsDone());

        foreach (PacedTable table in _tables.Values)
            table.Elapsed = paced.Now < end ? paced.Now : end;
    }

    private bool IsDone() => _engine.IsIdle && _tables.All(pair => _submitted[pair.Key] == pair.Value.Operations);

    private void Feed(TimeSpan now)
    {
        foreach ((Lane lane, PacedTable table) in _tables)
        {
            while (_submitted[lane] < table.Operations)
            {
                WriteOperation operation = Next(table, _submitted[lane]);
                if (!_engine.HasRoom(lane, operation))
                {
                    _engine.InputIsWaiting = true;
                    break;
                }

                _engine.Submit(lane, operation, now);
                _submitted[lane]++;
            }
        }

        if (_tables.All(pair => _submitted[pair.Key] == pair.Value.Operations))
            _engine.CompleteInput();
    }

    private static WriteOperation Next(PacedTable table, long position)
    {
        ItemKey key = new(BitConverter.GetBytes(position % table.Keys));
        return new WriteOperation(
            position + 1, OperationKind.Put, new EncodedItem([], table.UnitsOf(position) * 1024, key), null);
    }

    private CallAnswer Answer(BatchRequest request, TimeSpan now)
    {
        if (request.Operations.Any(operation => _tables[request.Lane].Refuses(operation.Position)))
            return new CallAnswer.ServiceError(400, "ValidationException", "refused");
        List<int> unprocessed = _tables[request.Lane].Write(request, now, out double used);
        return unprocessed.Count == request.Operations.Count
            ? new CallAnswer.ServiceError(400, "ProvisionedThroughputExceededException", "Exceeded")
            : new CallAnswer.Success(unprocessed) { Capacity = new CapacityUse { Total = used } };
    }
}
