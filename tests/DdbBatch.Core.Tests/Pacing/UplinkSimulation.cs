using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Pacing;

/// <summary>
/// The engine writing over a line of limited bandwidth on which some requests are lost, to a table without limits, in
/// virtual time. Everything is decided by the seed.
/// </summary>
internal sealed class UplinkSimulation
{
    private static readonly TableSchema Schema = new("Table", [new KeyAttribute("Id", ScalarAttributeType.S)]);

    private readonly Random _random = new(1);
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _events = new();
    private readonly HashSet<BatchRequest> _open = [];
    private readonly WriteEngine _engine;
    private readonly Lane _lane;
    private TimeSpan _now;
    private int _order;

    public UplinkSimulation(WriteOptions options)
    {
        _engine = new WriteEngine(options with { ReportWritten = true }, new Random(1));
        _lane = _engine.OpenLane(Schema, "Table", 1e9, TimeSpan.Zero);
    }

    public required SharedUplink Uplink { get; init; }

    /// <summary>After how long an attempt ends without an answer, however much of it has been sent.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The part of the requests that is lost, 0 to 1.</summary>
    public double LossRate { get; init; }

    /// <summary>The part of the operations that DynamoDB leaves unprocessed, 0 to 1.</summary>
    public double UnprocessedShare { get; init; }

    public required TimeSpan Latency { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed => _now;

    public Tally Tally => _lane.Tally;

    /// <summary>Most requests that were in flight at a time.</summary>
    public int MostInFlight { get; private set; }

    /// <summary>Writes items of a size until all have an outcome.</summary>
    public void Run(int items, int itemBytes)
    {
        // All share one array: only its length counts.
        byte[] json = Encoding.UTF8.GetBytes(new string('x', itemBytes));
        int submitted = 0;
        while (submitted < items || !_engine.IsIdle)
        {
            while (submitted < items && Next(submitted + 1, json) is var next && _engine.HasRoom(_lane, next))
            {
                _engine.Submit(_lane, next, _now);
                submitted++;
            }

            _engine.InputIsWaiting = submitted < items;
            if (submitted == items)
                _engine.CompleteInput();
            while (_engine.TryTake(_now) is { } request)
                Send(request);
            Advance();
        }
    }

    private static WriteOperation Next(int position, byte[] json) => new(
        position, OperationKind.Put, new EncodedItem(json, json.Length, new ItemKey(BitConverter.GetBytes(position))), null);

    private void Send(BatchRequest request)
    {
        _open.Add(request);
        MostInFlight = Math.Max(MostInFlight, _open.Count);
        Uplink.Begin(request, isStuck: _random.NextDouble() < LossRate);
        After(Timeout, () => Answer(request, new CallAnswer.NoAnswer(true, "Timeout", "No answer came in time.")));
    }

    private void Answer(BatchRequest request, CallAnswer answer)
    {
        if (!_open.Remove(request))
            return;
        Uplink.End(request);
        _engine.Complete(request, answer, _now);
    }

    private int[] ChooseUnprocessed(BatchRequest request) =>
        UnprocessedShare == 0 ? [] : [.. Enumerable.Range(0, request.Operations.Count).Where(_ => _random.NextDouble() < UnprocessedShare)];

    private void Advance()
    {
        TimeSpan? next = _engine.NextWake(_now) is { } wake ? Latest(wake, _now + TimeSpan.FromTicks(1)) : null;
        next = Earliest(next, Uplink.NextEnd);
        if (_events.TryPeek(out _, out (TimeSpan At, int Order) first))
            next = Earliest(next, first.At);
        _now = next ?? throw new InvalidOperationException("Nothing will happen any more.");
        foreach (BatchRequest request in Uplink.AdvanceTo(_now))
            After(Latency, () => Answer(request, new CallAnswer.Success(ChooseUnprocessed(request))));
        while (_events.TryPeek(out Action? happen, out first) && first.At <= _now)
        {
            _events.Dequeue();
            happen();
        }
    }

    private static TimeSpan Latest(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan? Earliest(TimeSpan? left, TimeSpan? right) => left < right || right is null ? left : right;

    private void After(TimeSpan delay, Action happen) => _events.Enqueue(happen, (_now + delay, _order++));
}
