using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// One run of the engine on a virtual clock. It drives the engine just as WritePump does: it looks for requests when
/// WritePump would, sets the timer as WritePump would, and an input that waits is woken as WritePump wakes it.
/// </summary>
internal sealed class SimulatedRun
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(10);

    private readonly RunPlan _plan;
    private readonly SimulatedTables _tables;
    private readonly IReadOnlyList<Leftover> _input;
    private readonly TimeSpan _start;
    private readonly List<string>? _trace;
    private readonly SimulatedDynamoDb _dynamoDb;
    private readonly WriteEngine _engine;
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _events = new();
    private readonly List<Flight> _flights = [];
    private readonly Dice _dice;
    private readonly RunAudit _audit;
    private long _order;
    private TimeSpan _now;
    private TimeSpan? _timerAt;
    private int _next;
    private bool _inputWaits;
    private bool _inputEnded;
    private bool _stopped;

    public SimulatedRun(
        RunPlan plan, int? gatewayBytes, SimulatedTables tables, IReadOnlyList<Leftover> input, TimeSpan start, List<string>? trace = null)
    {
        _plan = plan;
        _tables = tables;
        _input = input;
        _start = _now = start;
        _trace = trace;
        _dynamoDb = new SimulatedDynamoDb(plan, gatewayBytes, tables, start);
        _dice = new Dice(plan.Seed, ulong.MaxValue);
        _engine = new WriteEngine(plan.Options, new Random((int)plan.Seed));
        _audit = new RunAudit(_engine, plan, tables, _dynamoDb);
    }

    /// <summary>When the run ended.</summary>
    public TimeSpan End => _now;

    /// <summary>Runs to the end.</summary>
    /// <returns>What wasn't written, in the order in which it was reported.</returns>
    public IReadOnlyList<Leftover> Run()
    {
        Schedule(_input.Count > 0 ? _input[0].Operation.Gap : TimeSpan.Zero, Feed);
        if (_plan.StopAt is { } stopAt)
            Schedule(stopAt, Stop);
        int stepsLeft = 10_000 + 600 * _input.Count;
        while (!(_inputEnded && _engine.IsIdle))
        {
            PromiseBrokenException.Unless(_events.TryDequeue(out Action? step, out var due), "the run hangs: nothing will happen any more");
            PromiseBrokenException.Unless(--stepsLeft > 0, "the run goes round in circles");
            _now = due.At;
            PromiseBrokenException.Unless(_now - _start < LongestRun, "the run takes days");
            step!();
            CheckTimer();
            _audit.Check(EngineTime);
        }

        return _audit.Finish(_now, EngineTime);
    }

    private TimeSpan EngineTime => _now - _start;

    private void Schedule(TimeSpan delay, Action step) => _events.Enqueue(step, (_now + delay, _order++));

    private void Feed()
    {
        while (!_inputEnded)
        {
            if (_next == _input.Count || (!_plan.FeedsOnAfterEnd && (_stopped || _engine.Fatal is not null)))
            {
                EndInput();
                return;
            }

            if (!TrySubmit(_input[_next]))
            {
                _inputWaits = true;
                return;
            }

            _next++;
            if (_next < _input.Count && _input[_next].Operation.Gap is { Ticks: > 0 } gap)
            {
                Schedule(gap, Feed);
                return;
            }
        }
    }

    private bool TrySubmit(Leftover row)
    {
        Lane lane = _audit.Lane(row.Operation.Table, _now, EngineTime);
        WriteOperation operation = row.ToWriteOperation(_next + 1, _start);
        if (!_engine.HasRoom(lane, operation))
        {
            _engine.InputIsWaiting = true;
            Dispatch();
            return false;
        }

        _trace?.Add($"{_now} takes in {row.Operation}");
        _audit.Submitted(row.Operation, operation);
        if (_engine.Submit(lane, operation, EngineTime))
            Dispatch();
        return true;
    }

    private void EndInput()
    {
        _inputEnded = true;
        _engine.CompleteInput();
        Dispatch();
    }

    private void Dispatch()
    {
        while (_engine.TryTake(EngineTime) is { } request)
        {
            Flight flight = _dynamoDb.Send(request, _now);
            _trace?.Add($"{_now} sends {Show(flight)}");
            _flights.Add(flight);
            Schedule(flight.AnswerAt - _now, () => Answer(flight, flight.Fault));
        }

        SetTimer();
    }

    private void SetTimer()
    {
        TimeSpan? wake = _stopped ? null : _engine.NextWake(EngineTime);
        PromiseBrokenException.Unless(
            !(wake <= EngineTime) || _timerAt is not null, $"the timer is set for {wake}, which is over at {EngineTime}");
        if (wake == _timerAt)
            return;
        _timerAt = wake;
        if (wake is not { } at)
            return;
        // A timer is late, by a millisecond or by a Windows clock's tick.
        TimeSpan late = TimeSpan.FromMilliseconds(_dice.Pick(0, 1, 15));
        Schedule(at - EngineTime + late, () => OnTimer(at));
    }

    // A millisecond is for what the pacer rounds.
    private void CheckTimer() => PromiseBrokenException.Unless(
        _stopped || !(_engine.NextWake(EngineTime) + TimeSpan.FromMilliseconds(1) < (_timerAt ?? TimeSpan.MaxValue)),
        $"the timer is set for {_timerAt}, not for {_engine.NextWake(EngineTime)}");

    private void OnTimer(TimeSpan setFor)
    {
        if (_stopped || _timerAt != setFor)
            return;
        _timerAt = null;
        Dispatch();
        WakeInput();
    }

    private void Answer(Flight flight, Fault fault)
    {
        if (flight.IsAnswered)
            return;
        flight.IsAnswered = true;
        _flights.Remove(flight);
        Transport.BatchAnswer answer = _dynamoDb.Answer(flight, fault, _now);
        _trace?.Add($"{_now} hears {answer} to {Show(flight)}");
        _engine.Complete(flight.Request, answer, EngineTime);
        Dispatch();
        WakeInput();
    }

    private void WakeInput()
    {
        if (!_inputWaits)
            return;
        _inputWaits = false;
        Feed();
    }

    private void Stop()
    {
        _trace?.Add($"{_now} stops");
        _stopped = true;
        _engine.Stop(OperationError.Stopped);
        Schedule(_plan.StopGrace, Abandon);
        WakeInput();
        if (!_plan.FeedsOnAfterEnd)
            _inputEnded = true;
    }

    private void Abandon()
    {
        foreach (Flight flight in _flights.ToArray())
            Answer(flight, Fault.Abandoned);
    }

    private static string Show(Flight flight) => string.Join(" ", flight.Operations.Select(operation => $"#{operation.Id}"));
}
