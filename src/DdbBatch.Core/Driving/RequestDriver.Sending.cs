using System;
using System.Threading.Tasks;
using DdbBatch.Protocol;

namespace DdbBatch.Driving;

/// <content>The senders and the timer, which run on other threads than the pipeline's.</content>
internal abstract partial class RequestDriver<TEngine, TRequest>
{
    private void OnTimer()
    {
        lock (Lock)
        {
            if (_stopped)
                return;
            _timer.Clear();
            TryDispatch();
            Wake();
        }
    }

    // Under the lock.
    private void Wake()
    {
        if (_stopped || IsAwaited)
            _environment.Threads.Wake(Lock);
    }

    // Under the lock: starts a sender for each request that may be sent, and sets the timer for the next one.
    private void Dispatch()
    {
        while (Engine.TryTake(Now()) is { } request)
            _environment.Threads.Start(() => SendAsync(request));
        TimeSpan now = Now();
        _timer.Set(_stopped ? null : Engine.NextWake(now), now);
    }

    // Never faults, because nobody observes the task.
    private async Task SendAsync(TRequest first)
    {
        for (TRequest? request = first; request is not null;)
        {
            CallAnswer? answer = await AskAsync(request).ConfigureAwait(false);
            lock (Lock)
            {
                request = answer is null ? null : Complete(request, answer);
                Wake();
            }
        }
    }

    // Null if even that has failed, and so has the run.
    private async Task<CallAnswer?> AskAsync(TRequest request)
    {
        try
        {
            return await CallAsync(request, _abandoned).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            lock (Lock)
                return FailRequest(exception);
        }
    }

    // Under the lock. Returns the request that the same sender sends next; null if there is none.
    private TRequest? Complete(TRequest request, CallAnswer answer)
    {
        try
        {
            TimeSpan now = Now();
            Engine.Complete(request, answer, now);
            OnAnswered(request, answer, now);
            TRequest? next = Engine.TryTake(Now());
            Dispatch();
            return next;
        }
        catch (Exception exception)
        {
            Fail(exception);
            return null;
        }
    }
}
