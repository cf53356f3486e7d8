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
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _abandon = new();
    private readonly Timer _timer;
    private TimeSpan? _timerAt;
    private Lane? _fullLane;
    private bool _stopped;

    public WritePump(WriteOptions options, IBatchTransport transport)
        : this(new WriteEngine(options, new Random()), transport)
    {
    }

    internal WritePump(WriteEngine engine, IBatchTransport transport)
    {
        _engine = engine;
        _transport = transport;
        _timer = new Timer(_ => OnTimer());
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
    public bool TrySubmit(Lane lane, WriteOperation operation)
    {
        lock (_lock)
        {
            if (!_engine.HasRoom(lane, operation))
            {
                _engine.InputIsWaiting = true;
                _fullLane = lane;
                Dispatch();
                return false;
            }

            if (_engine.Submit(lane, operation, _clock.Elapsed))
                Dispatch();
            return true;
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
            if (!_engine.IsIdle && !_engine.Ledger.HasSettled)
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

    private void OnTimer()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _timerAt = null;
            Dispatch();
            Monitor.PulseAll(_lock);
        }
    }

    // Under the lock: starts a sender for each request that may go out, and sets the timer for the next one.
    private void Dispatch()
    {
        while (_engine.TryTake(_clock.Elapsed) is { } request)
            _ = Task.Run(() => SendAsync(request));
        SetTimer();
    }

    private bool IsAwaited() => _stopped || _engine.IsIdle || _engine.Ledger.HasSettled
        || (_engine.InputIsWaiting && _engine.HasPlentyOfRoom(_fullLane!));

    private void SetTimer()
    {
        TimeSpan now = _clock.Elapsed;
        TimeSpan? wake = _stopped ? null : _engine.NextWake(now);
        if (wake == _timerAt)
            return;
        _timerAt = wake;
        // A timer counts whole milliseconds: one more, so that it never fires just before its time.
        long delayMs = wake is { } at ? Math.Max(0, (long)(at - now).TotalMilliseconds + 1) : Timeout.Infinite;
        _timer.Change(delayMs, Timeout.Infinite);
    }

    private async Task SendAsync(BatchRequest first)
    {
        for (BatchRequest? request = first; request is not null;)
        {
            BatchAnswer answer = await _transport.SendAsync(request, _abandon.Token).ConfigureAwait(false);
            lock (_lock)
            {
                _engine.Complete(request, answer, _clock.Elapsed);
                request = _engine.TryTake(_clock.Elapsed);
                Dispatch();
                if (IsAwaited())
                    Monitor.PulseAll(_lock);
            }
        }
    }
}
