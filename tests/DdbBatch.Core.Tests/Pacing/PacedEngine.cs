using System;
using System.Collections.Generic;
using DdbBatch.Driving;
using DdbBatch.Protocol;

namespace DdbBatch.Tests.Pacing;

/// <summary>
/// An engine in virtual time: requests and answers take a while, timers are late. Everything is decided by the seed.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="serve">Answers a request, at the time when it arrives.</param>
internal sealed class PacedEngine<TRequest>(IRequestEngine<TRequest> engine, Func<TRequest, TimeSpan, CallAnswer> serve)
    where TRequest : class
{
    private readonly Random _random = new(1);
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _events = new();
    private int _order;

    /// <summary>From a request's sending to its answer, give or take 20 %.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How coarse timers are: 15.6 ms on Windows.</summary>
    public TimeSpan TimerTick { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan Now { get; private set; }

    /// <summary>Sends what may be sent, and goes on to the next answer or tick.</summary>
    /// <returns>False if nothing will happen any more.</returns>
    public bool Step()
    {
        while (engine.TryTake(Now) is { } request)
            After(HalfTheWay(), () => Arrive(request));
        // The next answer, or the next tick of the timer that the engine wants to be woken at.
        TimeSpan? next = engine.NextWake(Now) is { } wake ? TickAfter(wake > Now ? wake : Now) : null;
        if (_events.TryPeek(out _, out (TimeSpan At, int Order) first) && !(next < first.At))
            next = first.At;
        if (next is not { } at)
            return false;
        Now = at;
        while (_events.TryPeek(out Action? happen, out first) && first.At <= Now)
        {
            _events.Dequeue();
            happen();
        }

        return true;
    }

    private void Arrive(TRequest request)
    {
        CallAnswer answer = serve(request, Now);
        After(HalfTheWay(), () => engine.Complete(request, answer, Now));
    }

    private TimeSpan TickAfter(TimeSpan time) => new(((time.Ticks / TimerTick.Ticks) + 1) * TimerTick.Ticks);

    private TimeSpan HalfTheWay() => Latency / 2 * (0.8 + (0.4 * _random.NextDouble()));

    private void After(TimeSpan delay, Action happen) => _events.Enqueue(happen, (Now + delay, _order++));
}
