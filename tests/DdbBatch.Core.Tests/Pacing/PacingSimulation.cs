using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Pacing;

/// <summary>
/// The engine writing to tables of limited capacity, in virtual time: requests and answers take a while, timers are late,
/// the input is always there. Everything is decided by the seed.
/// </summary>
internal sealed class PacingSimulation
{
    private const int Seed = 1;

    private readonly Random _random = new(Seed);
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _events = new();
    private readonly WriteEngine _engine;
    private readonly Dictionary<Lane, PacedTable> _tables;
    private readonly Dictionary<Lane, long> _submitted;
    private TimeSpan _now;
    private int _order;

    public PacingSimulation(WriteOptions options, params IEnumerable<PacedTable> tables)
    {
        _engine = new WriteEngine(options, new Random(Seed));
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
        TimeSpan end = TimeSpan.FromSeconds(seconds);
        while (_now < end && !IsDone())
        {
            Feed();
            while (_engine.TryTake(_now) is { } request)
                After(HalfTheWay(), () => Arrive(request));
            if (!Advance())
                break;
        }

        foreach (PacedTable table in _tables.Values)
            table.Elapsed = _now < end ? _now : end;
    }

    private bool IsDone() => _engine.IsIdle && _tables.All(pair => _submitted[pair.Key] == pair.Value.Operations);

    private void Feed()
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

                _engine.Submit(lane, operation, _now);
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

    // Goes on to the next answer, or to the next tick of the timer that the engine wants to be woken at.
    private bool Advance()
    {
        TimeSpan? next = _engine.NextWake(_now) is { } wake ? TickAfter(wake > _now ? wake : _now) : null;
        if (_events.TryPeek(out _, out (TimeSpan At, int Order) first) && !(next < first.At))
            next = first.At;
        if (next is not { } at)
            return false;
        _now = at;
        while (_events.TryPeek(out Action? happen, out first) && first.At <= _now)
        {
            _events.Dequeue();
            happen();
        }

        return true;
    }

    private TimeSpan TickAfter(TimeSpan time) => new(((time.Ticks / TimerTick.Ticks) + 1) * TimerTick.Ticks);

    private void Arrive(BatchRequest request)
    {
        if (request.Operations.Any(operation => _tables[request.Lane].Refuses(operation.Position)))
        {
            After(HalfTheWay(), () => _engine.Complete(
                request, new CallAnswer.ServiceError(400, "ValidationException", "refused"), _now));
            return;
        }

        List<int> unprocessed = _tables[request.Lane].Write(request, _now, out double used);
        CallAnswer answer = unprocessed.Count == request.Operations.Count
            ? new CallAnswer.ServiceError(400, "ProvisionedThroughputExceededException", "Exceeded")
            : new CallAnswer.Success(unprocessed) { Capacity = new CapacityUse { Total = used } };
        After(HalfTheWay(), () => _engine.Complete(request, answer, _now));
    }

    private TimeSpan HalfTheWay() => Latency / 2 * (0.8 + (0.4 * _random.NextDouble()));

    private void After(TimeSpan delay, Action happen) => _events.Enqueue(happen, (_now + delay, _order++));
}
