using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>
/// Drives the engine with real time, threads and requests. One thread (the pipeline's) puts operations in and takes
/// settled ones out; sender tasks come and go with the work, at most ThrottleLimit of them.
/// </summary>
internal sealed class WritePump : IDisposable
{
    private readonly object _lock = new();
    private readonly WriteEngine _engine;
    private readonly IBatchTransport _transport;
    private readonly RunLog _log;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _abandon = new();
    private readonly WakeTimer _timer;
    private Lane? _fullLane;
    private bool _stopped;

    /// <param name="options">How to write.</param>
    /// <param name="transport">Sends the requests; disposed of with this.</param>
    public WritePump(WriteOptions options, IBatchTransport transport)
    {
        _engine = new WriteEngine(options, new Random());
        _transport = transport;
        _log = new RunLog(options.TellsDecisions, options.TellsRequests);
        _timer = new WakeTimer(OnTimer);
    }

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Opens the way to a table.</summary>
    /// <param name="schema">Its keys.</param>
    /// <param name="requestTable">Its name or ARN, for requests.</param>
    /// <param name="description">What DynamoDB told of it, and so can be reached; null where it wasn't asked.</param>
    public Lane OpenLane(TableSchema schema, string requestTable, TableDescription? description)
    {
        lock (_lock)
        {
            _engine.IsReachable |= description is not null;
            return _engine.OpenLane(schema, requestTable, description?.WriteCapacity, _clock.Elapsed);
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
            if (!_engine.HasRoom(lane, operation))
            {
                _engine.InputIsWaiting = true;
                _fullLane = lane;
                Dispatch();
                hasNews = HasNews;
                return false;
            }

            if (_engine.Submit(lane, operation, _clock.Elapsed))
                Dispatch();
            // What comes to a closed lane or key is settled at once.
            hasNews = HasNews;
            return true;
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
            Dispatch();
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

    /// <summary>
    /// Ends the run: what isn't in flight is given up at once, answers may still come in for a while, then the rest of the
    /// requests is abandoned. Every operation has its outcome afterwards.
    /// </summary>
    public void Stop(OperationError reason, TimeSpan grace)
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _stopped = true;
            _engine.Stop(reason);
            TimeSpan end = _clock.Elapsed + grace;
            while (_engine.InFlight > 0 && end - _clock.Elapsed is { Ticks: > 0 } left)
                Monitor.Wait(_lock, left);
        }

        _abandon.Cancel();
        lock (_lock)
        {
            // A cancelled request comes back at once; waiting for it leaves no task behind.
            while (_engine.InFlight > 0)
                Monitor.Wait(_lock);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(OperationError.Stopped, TimeSpan.Zero);
        _timer.Dispose();
        _transport.Dispose();
        _abandon.Dispose();
    }

    // Under the lock.
    private bool HasNews => _engine.Ledger.HasSettled || _log.HasEntries;

    private void OnTimer()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _timer.Clear();
            Dispatch();
            Monitor.PulseAll(_lock);
        }
    }

    // Under the lock: what the pipeline's thread may wait for. Waking it for each answer would cost more than the answer.
    private bool IsAwaited() => _stopped || _engine.IsIdle || HasNews
        || (_engine.InputIsWaiting && _engine.HasPlentyOfRoom(_fullLane!));

    // Under the lock: starts a sender for each request that may go out, and sets the timer for the next one.
    private void Dispatch()
    {
        while (_engine.TryTake(_clock.Elapsed) is { } request)
            _ = Task.Run(() => SendAsync(request));
        TimeSpan now = _clock.Elapsed;
        _timer.Set(_stopped ? null : _engine.NextWake(now), now);
    }

    private async Task SendAsync(BatchRequest first)
    {
        for (BatchRequest? request = first; request is not null;)
        {
            TimeSpan sentAt = _clock.Elapsed;
            BatchAnswer answer = await _transport.SendAsync(request, _abandon.Token).ConfigureAwait(false);
            lock (_lock)
            {
                TimeSpan now = _clock.Elapsed;
                _engine.Complete(request, answer, now);
                _log.Answered(request, answer, now - sentAt);
                request = _engine.TryTake(_clock.Elapsed);
                Dispatch();
                if (IsAwaited())
                    Monitor.PulseAll(_lock);
            }
        }
    }
}
