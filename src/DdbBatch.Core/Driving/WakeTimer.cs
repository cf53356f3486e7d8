using System;
using System.Threading;

namespace DdbBatch.Driving;

/// <summary>Calls back once, at a time of the run's clock. Not thread-safe, except for the call.</summary>
internal sealed class WakeTimer : IDisposable
{
    private readonly ITimer _timer;
    private TimeSpan? _at;

    public WakeTimer(TimeProvider clock, Action wake) =>
        _timer = clock.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sets the time; null for never.</summary>
    public void Set(TimeSpan? at, TimeSpan now)
    {
        if (at == _at)
            return;
        _at = at;
        _timer.Change(at is { } time ? Delay(time - now) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Records that the time has come, so that the same time can be set again.</summary>
    public void Clear() => _at = null;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    // A timer counts whole milliseconds, up to 49 days: one more, so that it never fires just before its time.
    private static TimeSpan Delay(TimeSpan left) =>
        TimeSpan.FromMilliseconds(Math.Min(int.MaxValue, Math.Max(0, (long)left.TotalMilliseconds + 1)));
}
