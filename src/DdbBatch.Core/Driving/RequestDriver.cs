using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Driving;

/// <summary>
/// Drives an engine with time, threads and requests. One thread, the pipeline's, puts work in and takes results out;
/// sender tasks start and end with the requests, so that there are never more than requests in flight.
/// </summary>
/// <remarks>
/// An exception on a sender's or the timer's thread must neither end the process nor be lost: it ends the run with an
/// <see cref="OperationError.Internal"/> error, and everything gets its outcome.
/// </remarks>
/// <typeparam name="TEngine">The engine.</typeparam>
/// <typeparam name="TRequest">A request of the engine.</typeparam>
internal abstract partial class RequestDriver<TEngine, TRequest> : IDisposable
    where TEngine : IRequestEngine<TRequest>
    where TRequest : class
{
    // A cancelled request ends at once, unless the SDK is renewing credentials: nothing cancels that.
    private static readonly TimeSpan AbandonGrace = TimeSpan.FromMilliseconds(200);

    private readonly RunEnvironment _environment;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationToken _abandoned;
    private readonly WakeTimer _timer;
    private readonly long _startedAt;
    private readonly Func<bool> _isAwaited;
    private readonly Func<bool> _isAnswered;
    private OperationError? _failure;
    private TimeSpan _lastTime;
    private bool _stopped;

    /// <param name="engine">The engine, at its time zero. Only the driver uses it, under its lock.</param>
    /// <param name="environment">The clock and the threads.</param>
    protected RequestDriver(TEngine engine, RunEnvironment environment)
    {
        Engine = engine;
        _environment = environment;
        // Read once, because a sender may start after this was disposed of.
        _abandoned = _abandon.Token;
        _isAwaited = () => IsAwaited;
        _isAnswered = () => Engine.InFlight == 0;
        _startedAt = environment.Clock.GetTimestamp();
        _timer = new WakeTimer(environment.Clock, OnTimer);
    }

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (Lock)
                return Now();
        }
    }

    /// <summary>Protects the engine.</summary>
    protected object Lock { get; } = new();

    protected TEngine Engine { get; }

    /// <summary>
    /// True if the pipeline's thread has something to do. It is not woken for each answer, because that would cost about as
    /// much as the request. Called under the lock.
    /// </summary>
    protected virtual bool IsAwaited => Engine.IsAwaited;

    /// <summary>Waits until there is something to take, there is room for the input that waits, or a while has passed.</summary>
    /// <returns>True once nothing more will happen.</returns>
    public bool Wait(TimeSpan atMost)
    {
        lock (Lock)
        {
            _environment.Threads.Wait(Lock, _isAwaited, atMost);
            if (_failure is not null && !Engine.IsIdle)
                Abandon(_failure);
            return Engine.IsIdle;
        }
    }

    /// <summary>Reads the engine's state while nothing changes it.</summary>
    public T Read<T>(Func<TEngine, T> read)
    {
        lock (Lock)
            return read(Engine);
    }

    /// <summary>Sends a request, once. If it throws, the run ends.</summary>
    protected abstract Task<CallAnswer> CallAsync(TRequest request, CancellationToken cancellationToken);

    /// <summary>Called under the lock after the engine has taken an answer.</summary>
    protected abstract void OnAnswered(TRequest request, CallAnswer answer, TimeSpan now);

    /// <summary>The time. Called under the lock. If the clock fails, so does the run, and its time stands still.</summary>
    protected TimeSpan Now()
    {
        try
        {
            _lastTime = _environment.Clock.GetElapsedTime(_startedAt);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        return _lastTime;
    }

    /// <summary>Sends what may be sent now. Called under the lock after input was put in or results were taken out.</summary>
    protected void TryDispatch()
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
}
