using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Driving;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// Time that passes from one event to the next, for a driver and everything around it, on the one thread that waits. Timers
/// and senders are late at random, as the dice say, so that the same seed is the same run.
/// </summary>
/// <remarks>
/// A continuation runs within the event that completes its task, because the thread has no synchronization context.
/// </remarks>
internal sealed class VirtualTime : TimeProvider, IDriverThreads
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _events = new();
    private readonly Dice _dice;
    private long _order;

    public VirtualTime(TimeSpan start, Dice dice)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        (Now, _dice) = (start, dice);
    }

    public TimeSpan Now { get; private set; }

    /// <summary>Called after each event; what it throws ends the run.</summary>
    public Action AfterEvent { get; set; } = () => { };

    /// <summary>True once the waiting thread is to look again.</summary>
    public bool IsWoken { get; private set; }

    /// <summary>The timer that was created first, which is the driver's.</summary>
    public VirtualTimer? DriverTimer { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        VirtualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        DriverTimer ??= timer;
        return timer;
    }

    /// <summary>Has something happen after a while.</summary>
    public void Schedule(TimeSpan delay, Action step) => _events.Enqueue(step, (Now + delay, _order++));

    /// <summary>Goes on to a time, or to the event after which a condition holds.</summary>
    /// <returns>True if the condition holds.</returns>
    public bool RunUntil(TimeSpan end, Func<bool> isOver)
    {
        while (!isOver())
        {
            if (!_events.TryPeek(out _, out (TimeSpan At, long Order) next) || next.At > end)
            {
                PromiseBrokenException.Unless(end < TimeSpan.MaxValue, "the run hangs: nothing will happen any more");
                Now = end > Now ? end : Now;
                return false;
            }

            Now = next.At;
            _events.Dequeue()();
            AfterEvent();
        }

        return true;
    }

    /// <summary>Checks that the driver's timer fires no later than its engine needs it, and not again and again.</summary>
    /// <param name="wake">When the engine has to be looked at; null for never.</param>
    /// <param name="start">When its time began.</param>
    public void CheckTimer(TimeSpan? wake, TimeSpan start)
    {
        if (start + wake is not { } at)
            return;
        // A timer counts whole milliseconds, and another is for what the pacer rounds.
        PromiseBrokenException.Unless(
            DriverTimer!.DueAt <= at + TimeSpan.FromMilliseconds(2), $"the timer is set for {DriverTimer.DueAt}, not for {at}");
        PromiseBrokenException.Unless(at > Now || DriverTimer.SetAt < Now, $"the timer is set for {at}, which is over at {Now}");
    }

    // The pool has a free thread at once, most of the time.
    void IDriverThreads.Start(Func<Task> sender) =>
        Schedule(_dice.Chance(0.05) ? _dice.Time(TimeSpan.FromMilliseconds(20)) : TimeSpan.Zero, () => Run(sender));

    void IDriverThreads.Wait(object heldLock, Func<bool> isOver, TimeSpan atMost)
    {
        PromiseBrokenException.Unless(Monitor.IsEntered(heldLock), "the lock is not held");
        TimeSpan end = atMost == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Now + atMost;
        while (!isOver())
        {
            // As with a monitor, only a wake-up makes the thread look again.
            IsWoken = false;
            if (!RunUntil(end, IsOver))
                return;
        }

        bool IsOver()
        {
            PromiseBrokenException.Unless(IsWoken || !isOver(), "the waiting thread is not woken though its wait is over");
            return IsWoken;
        }
    }

    void IDriverThreads.Wake(object heldLock)
    {
        PromiseBrokenException.Unless(Monitor.IsEntered(heldLock), "the lock is not held");
        IsWoken = true;
    }

    private static void Run(Func<Task> sender) =>
        PromiseBrokenException.Unless(!sender().IsFaulted, "a sender has failed, and nobody observes its task");

    /// <summary>A timer that is late, by a millisecond or by a tick of Windows's clock.</summary>
    internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _changes;

        /// <summary>The time that it was last set for; null once it has fired, or if it isn't set.</summary>
        public TimeSpan? DueAt { get; private set; }

        /// <summary>When it was last set.</summary>
        public TimeSpan SetAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int change = ++_changes;
            SetAt = time.Now;
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : time.Now + dueTime;
            if (DueAt is not null)
                time.Schedule(dueTime + TimeSpan.FromMilliseconds(time._dice.Pick(0, 1, 15)), () => Fire(change));
            return true;
        }

        public void Dispose() => _changes++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(int change)
        {
            if (change != _changes)
                return;
            DueAt = null;
            callback(state);
        }
    }
}
