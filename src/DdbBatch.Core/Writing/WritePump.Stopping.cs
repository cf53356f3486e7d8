using System;
using System.Diagnostics;
using System.Threading;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <content>How the run ends early: when it is stopped, and when something fails that never should.</content>
internal sealed partial class WritePump
{
    /// <summary>
    /// Ends the run: operations that are not in flight are given up at once, answers may still arrive for a while, then the
    /// remaining requests are abandoned. After that every operation has its outcome, and no request is awaited for much
    /// longer than <paramref name="grace"/>.
    /// </summary>
    public void Stop(OperationError reason, TimeSpan grace)
    {
        lock (_lock)
        {
            if (_stopped && _engine.IsIdle)
                return;
            _stopped = true;
            StopEngine(reason);
            WaitForAnswers(grace);
        }

        CancelRequests();
        lock (_lock)
        {
            WaitForAnswers(AbandonGrace);
            if (_engine.InFlight > 0 || !_engine.IsIdle)
                _engine.Abandon(reason, LatestTime());
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

    private void StopEngine(OperationError reason)
    {
        try
        {
            _engine.Stop(reason);
        }
        catch (Exception)
        {
            // Abandoning requires less to be intact.
            _engine.Abandon(reason, LatestTime());
        }
    }

    private void CancelRequests()
    {
        try
        {
            _abandon.Cancel();
        }
        catch (AggregateException)
        {
            // A cancelled request is not awaited.
        }
    }

    // Under the lock. Uses a separate clock, which works even if the run's fails.
    private void WaitForAnswers(TimeSpan atMost)
    {
        Stopwatch waiting = Stopwatch.StartNew();
        while (_engine.InFlight > 0 && atMost - waiting.Elapsed is { Ticks: > 0 } left)
            Monitor.Wait(_lock, left);
    }

    // Under the lock: ends the run, because the state of the engine is unknown.
    private void Fail(Exception exception)
    {
        try
        {
            _engine.Abandon(OperationError.Internal(exception), LatestTime());
        }
        catch (Exception)
        {
            // Another OutOfMemoryException, for example. The run has ended anyway, and Stop tries again.
        }
    }
}
