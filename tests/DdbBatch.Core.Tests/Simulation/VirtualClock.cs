using System;
using System.Collections.Generic;

namespace DdbBatch.Tests.Simulation;

/// <summary>Time that passes from one event to the next.</summary>
internal sealed class VirtualClock(TimeSpan start)
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _events = new();
    private long _order;

    public TimeSpan Now { get; private set; } = start;

    public void Schedule(TimeSpan delay, Action step) => _events.Enqueue(step, (Now + delay, _order++));

    /// <summary>Goes on to the next event.</summary>
    /// <returns>False if there is none.</returns>
    public bool Step()
    {
        if (!_events.TryDequeue(out Action? step, out (TimeSpan At, long) due))
            return false;
        Now = due.At;
        step();
        return true;
    }
}
