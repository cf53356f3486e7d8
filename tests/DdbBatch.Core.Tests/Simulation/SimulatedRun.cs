using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;
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
    private readonly VirtualClock _clock;
    private readonly List<Flight> _flights = [];
    private readonly Dice _dice;
    private readonly RunAudit _audit;
    private SimulatedJournal? _journal;
    private WriteOperation? _taken;
    private TimeSpan? _timerAt;
    private int _next;
    private int _stepsLeft;
    private bool _polls;
    private bool _inputWaits;
    private bool _inputEnded;
    private bool _stopped;

    public SimulatedRun(
        RunPlan plan, int? gatewayBytes, SimulatedTables tables, IReadOnlyList<Leftover> input, TimeSpan start, List<string>? trace = null)
    {
        _plan = plan;
        _tables = tables;
        _input = input;
        _start = start;
        _clock = new VirtualClock(start);
        _trace = trace;
        _dynamoDb = new SimulatedDynamoDb(plan, gatewayBytes, tables, start);
        _dice = new Dice(plan.Seed, ulong.MaxValue);
        _engine = new WriteEngine(plan.Options, new Random((int)plan.Seed));
        _audit = new RunAudit(_engine, plan, tables, _dynamoDb);
    }

    /// <summary>When the run ended.</summary>
    public TimeSpan End => _clock.Now;

    /// <summary>True if all of the input was taken in, and nothing ended the run before.</summary>
    public bool IsWholeInput => _next == _input.Count && _taken is null && !_stopped && _engine.Fatal is null;

    /// <summary>Runs to the end, with the files of a load.</summary>
    /// <exception cref="MachineDownException">The machine went down before.</exception>
    public void Run(SimulatedJournal journal)
    {
        _audit.Journal = _journal = journal;
        try
        {
            if (_plan.KillAt is { } killAt)
                _clock.Schedule(killAt, () => throw new MachineDownException());
            Run();
            journal.Report(EngineTime, _engine.Fatal, isAwaited: true);
            journal.Finish(IsWholeInput);
        }
        catch (MachineDownException)
        {
            _flights.ForEach(flight => _dynamoDb.Forget(flight, _clock.Now));
            throw;
        }
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The operations that were not written, in the order in which they were reported.</returns>
    public IReadOnlyList<Leftover> Run()
    {
        _clock.Schedule(_input.Count > 0 ? _input[0].Operation.Gap : TimeSpan.Zero, Feed);
        if (_plan.StopAt is { } stopAt)
            _clock.Schedule(stopAt, Stop);
        _stepsLeft = 10_000 + 600 * _input.Count;
        while (!(_inputEnded && _engine.IsIdle))
        {
            PromiseBrokenException.Unless(_clock.Step(), "the run hangs: nothing will happen any more");
            PromiseBrokenException.Unless(--_stepsLeft > 0, "the run goes round in circles");
            PromiseBrokenException.Unless(EngineTime < LongestRun, "the run takes days");
            CheckTimer();
            _audit.Check(EngineTime);
            _journal?.Report(EngineTime, _engine.Fatal, isAwaited: false);
        }

        return _audit.Finish(_clock.Now, EngineTime);
    }

    private TimeSpan EngineTime => _clock.Now - _start;

    private void Feed()
    {
        while (!_inputEnded)
        {
            if (_next == _input.Count || (!_plan.FeedsOnAfterEnd && (_stopped || _engine.Fatal is not null)))
            {
                // It was taken from the input, so it has to be accounted for.
                if (_taken is { } taken)
                    Submit(_audit.Lane(_input[_next].Operation.Table, _clock.Now, EngineTime), taken);
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
                _clock.Schedule(gap, Feed);
                return;
            }
        }
    }

    private bool TrySubmit(Leftover row)
    {
        Lane lane = _audit.Lane(row.Operation.Table, _clock.Now, EngineTime);
        if (_taken is null && !TryTake(lane, row, out bool isSkipped))
            return isSkipped;
        if (!_engine.HasRoom(lane, _taken!))
        {
            _engine.InputIsWaiting = true;
            Dispatch();
            return false;
        }

        Submit(lane, _taken!);
        return true;
    }

    // False if the row can't be taken yet, or is skipped.
    private bool TryTake(Lane lane, Leftover row, out bool isSkipped)
    {
        isSkipped = false;
        if (_journal is { IsFull: true })
            _journal.Report(EngineTime, _engine.Fatal, isAwaited: true);
        if (_journal is { IsFull: true })
        {
            if (!_polls)
                _clock.Schedule(TimeSpan.FromMilliseconds(200), Poll);
            _polls = true;
            return false;
        }

        WriteOperation operation = row.ToWriteOperation(_next + 1, _start);
        isSkipped = _journal is not null && _journal.Skips(lane, operation);
        if (isSkipped)
            _audit.Skipped(row.Operation, operation);
        else
            _taken = operation;
        return !isSkipped;
    }

    private void Poll()
    {
        _polls = false;
        _stepsLeft++;
        WakeInput();
    }

    private void Submit(Lane lane, WriteOperation operation)
    {
        SimulatedOperation simulated = SimulatedDynamoDb.Operation(operation);
        _taken = null;
        _trace?.Add($"{_clock.Now} takes in {simulated}");
        _audit.Submitted(simulated, operation, _start);
        if (_engine.Submit(lane, operation, EngineTime))
            Dispatch();
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
            Flight flight = _dynamoDb.Send(request, _clock.Now);
            _trace?.Add($"{_clock.Now} sends {Show(flight)}");
            _flights.Add(flight);
            _clock.Schedule(flight.AnswerAt - _clock.Now, () => Answer(flight, flight.Fault));
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
        _clock.Schedule(at - EngineTime + late, () => OnTimer(at));
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
        CallAnswer answer = _dynamoDb.Answer(flight, fault, _clock.Now);
        _trace?.Add($"{_clock.Now} hears {answer} to {Show(flight)}");
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
        _trace?.Add($"{_clock.Now} stops");
        _stopped = true;
        _engine.Stop(OperationError.Stopped);
        _clock.Schedule(_plan.StopGrace, Abandon);
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
