using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Reading;

/// <summary>
/// Drives an engine with real time, threads and requests. One thread, the pipeline's, puts work in and takes results
/// out; sender tasks come and go with the requests.
/// </summary>
/// <remarks>
/// An exception on a sender's or the timer's thread must neither end the process nor be forgotten: it ends the run with
/// an <see cref="Failure"/>.
/// </remarks>
/// <typeparam name="TRequest">A request of the engine.</typeparam>
internal sealed class RequestDriver<TRequest> : IDisposable
    where TRequest : class
{
    private readonly object _lock = new();
    private readonly IRequestEngine<TRequest> _engine;
    private readonly Func<TRequest, CancellationToken, Task<Action<TimeSpan>>> _send;
    private readonly Func<TimeSpan> _clock;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationToken _abandoned;
    private readonly WakeTimer _timer;
    private int _senders;
    private bool _stopped;

    /// <param name="engine">The engine. Nobody else may use it except through <see cref="Run"/>.</param>
    /// <param name="send">Sends a request; returns what gives its answer to the engine, which is run under the lock.</param>
    /// <param name="clock">Returns the time since the run began.</param>
    public RequestDriver(
        IRequestEngine<TRequest> engine,
        Func<TRequest, CancellationToken, Task<Action<TimeSpan>>> send,
        Func<TimeSpan> clock)
    {
        _engine = engine;
        _send = send;
        _clock = clock;
        // Read once: a sender may begin after this was disposed of.
        _abandoned = _abandon.Token;
        _timer = new WakeTimer(OnTimer);
    }

    /// <summary>The unexpected failure that ended the run; null without one.</summary>
    public OperationError? Failure { get; private set; }

    /// <summary>Uses the engine while nothing else does, and sends the requests that may then be sent.</summary>
    /// <returns>The result of <paramref name="use"/>.</returns>
    public T Run<T>(Func<TimeSpan, T> use)
    {
        lock (_lock)
        {
            T result = use(_clock());
            TryDispatch();
            return result;
        }
    }

    /// <summary>Waits until there is something to look at, or a while has passed.</summary>
    /// <returns>True once nothing more will happen.</returns>
    public bool Wait(TimeSpan atMost)
    {
        lock (_lock)
        {
            if (!_engine.IsAwaited && Failure is null)
                Monitor.Wait(_lock, atMost);
            return Failure is not null || _engine.IsIdle;
        }
    }

    /// <summary>
    /// Ends the run: nothing more is sent, and what is in flight is abandoned. A request that ignores its cancellation is
    /// not waited for longer than <paramref name="grace"/>.
    /// </summary>
    public void Stop(OperationError reason, TimeSpan grace)
    {
        lock (_lock)
        {
            _stopped = true;
            _engine.Stop(reason);
        }

        try
        {
            _abandon.Cancel();
        }
        catch (AggregateException)
        {
            // Whatever a request does when it is cancelled, it is not waited for.
        }

        lock (_lock)
        {
            Stopwatch waiting = Stopwatch.StartNew();
            while (_senders > 0 && grace - waiting.Elapsed is { Ticks: > 0 } left)
                Monitor.Wait(_lock, left);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _abandon.Dispose();
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _timer.Clear();
            TryDispatch();
            Monitor.PulseAll(_lock);
        }
    }

    // Under the lock.
    private void TryDispatch()
    {
        try
        {
            Dispatch();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    // Under the lock: starts a sender for each request that may be sent, and sets the timer for the next one.
    private void Dispatch()
    {
        if (_stopped || Failure is not null)
            return;
        while (_engine.TryTake(_clock()) is { } request)
        {
            _senders++;
            _ = Task.Run(() => SendAsync(request), CancellationToken.None);
        }

        TimeSpan now = _clock();
        _timer.Set(_engine.NextWake(now), now);
    }

    // Never faults, because nobody looks at the task.
    private async Task SendAsync(TRequest request)
    {
        Action<TimeSpan>? complete = null;
        Exception? failure = null;
        try
        {
            complete = await _send(request, _abandoned).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        lock (_lock)
        {
            _senders--;
            Complete(complete, failure);
            if (_stopped || Failure is not null || _engine.IsAwaited)
                Monitor.PulseAll(_lock);
        }
    }

    // Under the lock.
    private void Complete(Action<TimeSpan>? complete, Exception? failure)
    {
        try
        {
            complete?.Invoke(_clock());
            if (failure is null)
                Dispatch();
            else
                Fail(failure);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    // Under the lock: ends the run, because nothing is known any more of the state that the engine is in.
    private void Fail(Exception exception)
    {
        Failure ??= OperationError.Internal(exception);
        _engine.Stop(Failure);
    }
}
