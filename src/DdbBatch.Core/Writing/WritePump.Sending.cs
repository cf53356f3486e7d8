using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <content>The senders and the timer, which run on threads of the pool.</content>
internal sealed partial class WritePump
{
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

    // Under the lock: what the pipeline's thread may wait for. Waking it for each answer would cost more than the answer.
    private bool IsAwaited() => _stopped || _engine.IsIdle || HasNews
        || (_engine.InputIsWaiting && _engine.HasPlentyOfRoom(_fullLane!));

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

    // Under the lock: starts a sender for each request that may go out, and sets the timer for the next one.
    private void Dispatch()
    {
        while (_engine.TryTake(Now()) is { } request)
            _ = Task.Run(() => SendAsync(request));
        TimeSpan now = Now();
        _timer.Set(_stopped ? null : _engine.NextWake(now), now);
    }

    // Never faults, because the task is not observed.
    private async Task SendAsync(BatchRequest first)
    {
        try
        {
            for (BatchRequest? request = first; request is not null;)
            {
                CallAnswer answer = await AskAsync(request).ConfigureAwait(false);
                lock (_lock)
                {
                    request = Complete(request, answer);
                    if (IsAwaited())
                        Monitor.PulseAll(_lock);
                }
            }
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                Fail(exception);
                Monitor.PulseAll(_lock);
            }
        }
    }

    private async Task<CallAnswer> AskAsync(BatchRequest request)
    {
        try
        {
            return await _transport.SendAsync(request, _abandoned).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            OperationError error = OperationError.Internal(exception);
            lock (_lock)
                StopEngine(error);
            // It may have been sent before that happened.
            return new CallAnswer.NoAnswer(true, error.Code, error.Message);
        }
    }

    // Under the lock.
    private BatchRequest? Complete(BatchRequest request, CallAnswer answer)
    {
        TimeSpan now = Now();
        _engine.Complete(request, answer, now);
        _log.Answered(request, answer, now - request.SentAt);
        BatchRequest? next = _engine.TryTake(Now());
        Dispatch();
        return next;
    }
}
