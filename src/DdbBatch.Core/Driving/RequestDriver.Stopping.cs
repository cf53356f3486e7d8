using System;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Driving;

/// <content>How a run ends early: when it is stopped, and when something fails that never should.</content>
internal abstract partial class RequestDriver<TEngine, TRequest>
{
    /// <summary>
    /// Ends the run: gives up everything that is not in flight, waits for answers for a while, then abandons the other
    /// requests. After that everything has its outcome, and no request is awaited for much longer than
    /// <paramref name="grace"/>.
    /// </summary>
    public void Stop(OperationError reason, TimeSpan grace)
    {
        lock (Lock)
        {
            if (_stopped && Engine.IsIdle)
                return;
            _stopped = true;
            StopEngine(reason);
            WaitForAnswers(grace);
        }

        CancelRequests();
        lock (Lock)
        {
            WaitForAnswers(AbandonGrace);
            if (Engine.InFlight > 0 || !Engine.IsIdle)
                Engine.Abandon(reason, Now());
        }
    }

    /// <summary>Ends the run if it hasn't ended.</summary>
    public virtual void Dispose()
    {
        Stop(OperationError.Stopped, TimeSpan.Zero);
        _timer.Dispose();
        _abandon.Dispose();
    }

    /// <summary>Ends the run, because the state of the engine is unknown. Called under the lock.</summary>
    protected void Fail(Exception exception)
    {
        try
        {
            _failure ??= OperationError.Internal(exception);
            Abandon(_failure);
        }
        catch (Exception)
        {
            // For example, memory is short again. The run has ended anyway, and Wait and Stop abandon the rest.
        }
    }

    private void Abandon(OperationError reason) => Engine.Abandon(reason, _lastTime);

    // Under the lock. The other requests in flight may still be answered.
    private CallAnswer.NoAnswer? FailRequest(Exception exception)
    {
        try
        {
            OperationError error = OperationError.Internal(exception);
            StopEngine(error);
            // It may have been sent before that happened.
            return new CallAnswer.NoAnswer(true, error.Code, error.Message);
        }
        catch (Exception next)
        {
            Fail(next);
            return null;
        }
    }

    // Under the lock.
    private void StopEngine(OperationError reason)
    {
        try
        {
            Engine.Stop(reason);
        }
        catch (Exception)
        {
            // Abandoning requires less to be intact.
            Engine.Abandon(reason, Now());
        }
    }

    // Under the lock.
    private void WaitForAnswers(TimeSpan atMost) => _environment.Threads.Wait(Lock, _isAnswered, atMost);

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
}
