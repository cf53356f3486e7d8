using System;
using System.Diagnostics;
using System.Threading;
using DdbBatch.Model;

namespace DdbBatch.Writing;

/// <content>How the run ends early: when it is stopped, and when something fails that never should.</content>
internal sealed partial class WritePump
{
    /// <summary>
    /// Ends the run: what isn't in flight is given up at once, answers may still come in for a while, then the rest of the
    /// requests is abandoned. Every operation has its outcome afterwards, and no request is waited for much longer than
    /// <paramref name="grace"/>.
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
            // Abandoning needs less to be right.
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
            // Whatever a request does when it is cancelled, it is not waited for.
        }
    }

    // Under the lock. By a clock of its own, which works when the run's fails.
    private void WaitForAnswers(TimeSpan atMost)
    {
        Stopwatch waiting = Stopwatch.StartNew();
        while (_engine.InFlight > 0 && atMost - waiting.Elapsed is { Ticks: > 0 } left)
            Monitor.Wait(_lock, left);
    }

    // Under the lock: ends the run, because nothing is known any more of the state that the engine is in.
    private void Fail(Exception exception)
    {
        try
        {
            _engine.Abandon(OperationError.Internal(exception), LatestTime());
        }
        catch (Exception)
        {
            // Out of memory once more, say. The run has ended all the same, and Stop tries again.
        }
    }
}
