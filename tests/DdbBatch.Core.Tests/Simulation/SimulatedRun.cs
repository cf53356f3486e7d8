using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DdbBatch.Driving;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// One run: the module's engine and driver in virtual time, and the pipeline's thread, which feeds them and takes results.
/// </summary>
internal sealed class SimulatedRun
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    // The driver waits this long for requests that were cancelled.
    private static readonly TimeSpan StopSlack = TimeSpan.FromMilliseconds(200);

    private readonly RunPlan _plan;
    private readonly IReadOnlyList<Leftover> _input;
    private readonly TimeSpan _start;
    private readonly List<string>? _trace;
    private readonly VirtualTime _time;
    private readonly SimulatedNetwork _network;
    private readonly WritePump _pump;
    private readonly WriteEngine _engine;
    private readonly RunAudit _audit;
    private readonly SimulatedOpening _opening;
    private SimulatedJournal? _journal;
    private (Lane Lane, WriteOperation Operation)? _waiting;
    private bool _isWaiting;
    private int _next;
    private int _stepsLeft;
    private bool _stopped;

    public SimulatedRun(
        RunPlan plan, int? gatewayBytes, SimulatedTables tables, IReadOnlyList<Leftover> input, TimeSpan start, List<string>? trace = null)
    {
        (_plan, _input, _start, _trace) = (plan, input, start, trace);
        _time = new VirtualTime(start, new Dice(plan.Seed, ulong.MaxValue)) { AfterEvent = Check };
        SimulatedDynamoDb dynamoDb = new(plan, gatewayBytes, tables, start);
        _network = new SimulatedNetwork(dynamoDb, _time, trace);
        _pump = new WritePump(
            plan.Options, _network, new RunEnvironment { Clock = _time, Threads = _time, Random = new Random((int)plan.Seed) });
        _engine = _pump.Read(engine => engine);
        _audit = new RunAudit(_engine, plan, tables, dynamoDb);
        _opening = new SimulatedOpening(plan, _pump, _network, _time, _audit);
        _stepsLeft = 10_000 + 1200 * input.Count;
    }

    /// <summary>When the run ended.</summary>
    public TimeSpan End => _time.Now;

    /// <summary>True if all of the input was taken in, and nothing ended the run before.</summary>
    public bool IsWholeInput { get; private set; }

    /// <summary>The operations that wait for the checkpoint.</summary>
    public IMarkWaiters Waiters => _pump;

    /// <summary>Runs to the end, with the files of a load.</summary>
    /// <exception cref="MachineDownException">The machine went down before.</exception>
    public void Run(SimulatedJournal journal)
    {
        _audit.Journal = _journal = journal;
        try
        {
            if (_plan.KillAt is { } killAt)
                _time.Schedule(killAt, () => throw new MachineDownException());
            Run();
            journal.Finish(IsWholeInput);
        }
        catch (MachineDownException)
        {
            _network.Forget();
            throw;
        }
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The operations that were not written, in the order in which they were reported.</returns>
    public IReadOnlyList<Leftover> Run()
    {
        Feed();
        _pump.CompleteInput();
        while (!Attend())
        {
        }

        Report(isAwaited: true);
        IsWholeInput = _next == _input.Count && !_stopped && _engine.Fatal is null;
        TimeSpan end = _time.Now;
        _pump.Dispose();
        PromiseBrokenException.Unless(_time.Now == end, "the end of a run that is over takes time");
        return _audit.Finish(_time.Now, EngineTime);
    }

    private TimeSpan EngineTime => _time.Now - _start;

    private bool IsOver => !_plan.FeedsOnAfterEnd && (_stopped || _engine.Fatal is not null);

    private void Feed()
    {
        foreach (Leftover row in _input)
        {
            Spend(row.Operation.Gap, () => false);
            if (IsOver || !Take(row))
                return;
            _next++;
        }
    }

    // False if the input ends before this row.
    private bool Take(Leftover row)
    {
        Lane? lane = Open(row);
        // Nothing of a table that can't be opened is taken.
        if (lane is null && !_stopped && _journal is null)
        {
            _audit.PassedOver(row);
            return true;
        }

        if (lane is null || !WaitForJournal())
            return false;
        WriteOperation operation = row.ToWriteOperation(_next + 1, _start);
        if (_journal is not null && _journal.Skips(lane, operation))
            _audit.Skipped(row.Operation, operation);
        else
            Submit(lane, row.Operation, operation);
        return true;
    }

    private Lane? Open(Leftover row)
    {
        Lane? lane = _opening.Open(row.Operation.Table, isOver => Spend(TimeSpan.MaxValue, isOver));
        // It is in the middle of a load, so what comes after this row must not come before it.
        if (lane is null && _journal is not null)
            Stop();
        return lane;
    }

    private bool WaitForJournal()
    {
        while (_journal is { IsFull: true })
        {
            Report(isAwaited: true);
            if (_journal.IsFull && (IsOver || !AttendUnlessOver()))
                return false;
        }

        return true;
    }

    private bool AttendUnlessOver()
    {
        // Even if it is idle, only time lets a row go.
        _stepsLeft++;
        Spend(Glance, () => false);
        Report(isAwaited: false);
        return !IsOver;
    }

    private void Submit(Lane lane, SimulatedOperation simulated, WriteOperation operation)
    {
        bool hasNews;
        // It was taken from the input, so it has to be accounted for: a run that has ended takes it in.
        while (!_pump.TrySubmit(lane, operation, out hasNews))
        {
            _waiting = (lane, operation);
            Attend();
        }

        _waiting = null;
        _trace?.Add($"{_time.Now} takes in {simulated}");
        _audit.Submitted(simulated, operation, _start);
        if (hasNews)
            Report(isAwaited: false);
    }

    // Waits as the pipeline's thread does, but without an end: a wake-up that is missing hangs the run. Only the time for a
    // checkpoint comes without one.
    private bool Attend()
    {
        TimeSpan untilStop = UntilStop();
        bool awaitsMark = _pump.AwaitsMark(long.MaxValue);
        if (awaitsMark)
            _stepsLeft++;
        TimeSpan atMost = awaitsMark && Glance < untilStop ? Glance : untilStop;
        _isWaiting = true;
        bool isIdle = _pump.Wait(atMost == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : atMost);
        _isWaiting = false;
        StopIfDue();
        Report(isAwaited: false);
        return isIdle;
    }

    // Something else is busy on the pipeline's thread.
    private void Spend(TimeSpan time, Func<bool> isOver)
    {
        TimeSpan left = UntilStop() is var untilStop && untilStop < time ? untilStop : time;
        _time.RunUntil(left == TimeSpan.MaxValue ? left : _time.Now + left, isOver);
        StopIfDue();
    }

    private TimeSpan UntilStop() =>
        _stopped || _plan.StopAt is not { } stopAt ? TimeSpan.MaxValue
        : stopAt > EngineTime ? stopAt - EngineTime
        : TimeSpan.Zero;

    private void StopIfDue()
    {
        if (UntilStop() == TimeSpan.Zero)
            Stop();
    }

    private void Stop()
    {
        if (_stopped)
            return;
        _trace?.Add($"{_time.Now} stops");
        _stopped = true;
        TimeSpan end = _time.Now + _plan.StopGrace;
        Flight[] timely = [.. _network.Flights.Where(flight => flight.AnswerAt < end)];
        _pump.Stop(OperationError.Stopped, _plan.StopGrace);
        PromiseBrokenException.Unless(_engine.IsIdle, "the run was stopped, and not everything has its outcome");
        PromiseBrokenException.Unless(_time.Now <= end + StopSlack, $"the stop took until {_time.Now}");
        PromiseBrokenException.Unless(!timely.Any(flight => flight.IsCancelled), "an answer within the grace of the stop doesn't count");
        // They ignored their cancellation.
        _network.Forget();
    }

    private void Report(bool isAwaited)
    {
        _audit.Take(_pump.TakeSettled());
        _journal?.Report(EngineTime, _engine.Fatal, isAwaited);
    }

    // The invariants after each event.
    private void Check()
    {
        PromiseBrokenException.Unless(--_stepsLeft > 0, "the run goes round in circles");
        PromiseBrokenException.Unless(EngineTime < LongestRun, "the run takes days");
        PromiseBrokenException.Unless(
            _engine.Fatal is not { Code: OperationError.InternalCode } fatal || fatal.Message.Contains(SimulatedNetwork.Thrown),
            $"{_engine.Fatal?.Message}");
        _time.CheckTimer(_stopped ? null : _engine.NextWake(EngineTime), _start);
        PromiseBrokenException.Unless(!_isWaiting || _time.IsWoken || !MustWake(), "the pipeline is not woken");
        _audit.Check(_time.Now);
    }

    // Not only at the end: until then the input would wait, and so would the user for errors.
    private bool MustWake() => _engine.Ledger.HasSettled || (_waiting is { } waiting
        && _engine.HasRoom(waiting.Lane, waiting.Operation) && _engine.HasPlentyOfRoom(waiting.Lane));
}
