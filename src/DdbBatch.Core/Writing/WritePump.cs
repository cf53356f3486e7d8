using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>
/// Drives the engine with real time, threads and requests. One thread (the pipeline's) puts operations in and takes
/// settled ones out; sender tasks come and go with the work, at most ThrottleLimit of them.
/// </summary>
/// <remarks>
/// An exception on a sender's or the timer's thread must neither end the process nor be forgotten: it ends the run with an
/// <see cref="OperationError.Internal"/> error, and every operation gets its outcome.
/// </remarks>
internal sealed partial class WritePump : IDisposable
{
    // A cancelled request comes back at once, unless the SDK is just renewing credentials: nothing cancels that.
    private static readonly TimeSpan AbandonGrace = TimeSpan.FromMilliseconds(200);

    private readonly object _lock = new();
    private readonly WriteEngine _engine;
    private readonly IWriteCalls _transport;
    private readonly RunLog _log;
    private readonly Func<TimeSpan> _clock;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationToken _abandoned;
    private readonly WakeTimer _timer;
    private Lane? _fullLane;
    private TimeSpan _lastTime;
    private bool _stopped;

    /// <param name="options">How to write.</param>
    /// <param name="transport">Sends the requests; disposed of with this.</param>
    public WritePump(WriteOptions options, IWriteCalls transport)
        : this(options, transport, StartClock(), new Random())
    {
    }

    /// <param name="options">How to write.</param>
    /// <param name="transport">Sends the requests; disposed of with this.</param>
    /// <param name="clock">Returns the time since the run began.</param>
    /// <param name="random">For the jitter of retries.</param>
    public WritePump(WriteOptions options, IWriteCalls transport, Func<TimeSpan> clock, Random random)
    {
        _engine = new WriteEngine(options, random);
        _transport = transport;
        _clock = clock;
        // Read once: a sender may begin after this was disposed of.
        _abandoned = _abandon.Token;
        _log = new RunLog(options.TellsDecisions, options.TellsRequests);
        _timer = new WakeTimer(OnTimer);
    }

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed => _clock();

    /// <summary>Opens the way to a table.</summary>
    /// <param name="schema">Its keys.</param>
    /// <param name="requestTable">Its name or ARN, for requests.</param>
    /// <param name="description">What DynamoDB told of it, and so can be reached; null where it wasn't asked.</param>
    public Lane OpenLane(TableSchema schema, string requestTable, TableDescription? description)
    {
        lock (_lock)
        {
            _engine.IsReachable |= description is not null;
            return _engine.OpenLane(schema, requestTable, description?.WriteCapacity, Now());
        }
    }

    /// <summary>Puts an operation in, if there is room for it.</summary>
    /// <param name="lane">The way to its table.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="hasNews">True where <see cref="TakeSettled"/> or <see cref="TakeLog"/> has something to give.</param>
    public bool TrySubmit(Lane lane, WriteOperation operation, out bool hasNews)
    {
        lock (_lock)
        {
            bool isIn = TrySubmit(lane, operation);
            // What comes to a closed lane or key is settled at once.
            hasNews = HasNews;
            return isIn;
        }
    }

    /// <summary>Counts an input that never became an operation.</summary>
    public void Count(Tally tally, OperationOutcome outcome)
    {
        lock (_lock)
            tally.Count(outcome);
    }

    /// <summary>Counts an operation that an earlier run has settled.</summary>
    public void Skip(RunTable table, WriteOperation? operation)
    {
        lock (_lock)
        {
            table.Tally.Count(OperationOutcome.Skipped);
            if (operation is not null)
                table.Lane?.Skip(operation);
        }
    }

    /// <summary>Says that no more input comes.</summary>
    public void CompleteInput()
    {
        lock (_lock)
        {
            _engine.CompleteInput();
            TryDispatch();
        }
    }

    /// <summary>
    /// Waits until something was settled, the input has plenty of room again, or a while has gone by. Waking the input for
    /// each answer would cost about as much as sending the request.
    /// </summary>
    /// <returns>True once every operation has its outcome.</returns>
    public bool Wait(TimeSpan atMost)
    {
        lock (_lock)
        {
            if (!_engine.IsIdle && !HasNews)
                Monitor.Wait(_lock, atMost);
            return _engine.IsIdle;
        }
    }

    /// <summary>Takes what was settled since the last time.</summary>
    public Queue<SettledOperation> TakeSettled()
    {
        lock (_lock)
            return _engine.Ledger.TakeSettled();
    }

    /// <summary>Takes what there is to tell since the last time.</summary>
    public Queue<LogEntry> TakeLog()
    {
        lock (_lock)
            return _log.Take();
    }

    /// <summary>Looks at the engine's counts while nothing changes them.</summary>
    public T Read<T>(Func<WriteEngine, T> read)
    {
        lock (_lock)
            return read(_engine);
    }

    // Under the lock.
    private bool HasNews => _engine.Ledger.HasSettled || _log.HasEntries;

    private static Func<TimeSpan> StartClock()
    {
        Stopwatch clock = Stopwatch.StartNew();
        return () => clock.Elapsed;
    }

    // Under the lock.
    private TimeSpan Now() => _lastTime = _clock();

    // Under the lock. The clock itself may have failed.
    private TimeSpan LatestTime()
    {
        try
        {
            return Now();
        }
        catch (Exception)
        {
            return _lastTime;
        }
    }

    private bool TrySubmit(Lane lane, WriteOperation operation)
    {
        try
        {
            if (!_engine.HasRoom(lane, operation))
            {
                _engine.InputIsWaiting = true;
                _fullLane = lane;
                Dispatch();
                return false;
            }

            if (_engine.Submit(lane, operation, Now()))
                Dispatch();
        }
        catch (Exception exception)
        {
            Fail(exception);
            // The failure has closed the lane, and settled the operation if that was already in.
            if (operation.Stage != OperationStage.Settled)
                _engine.Submit(lane, operation, _lastTime);
        }

        return true;
    }
}
