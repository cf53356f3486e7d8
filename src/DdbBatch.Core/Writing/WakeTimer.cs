using System;
using System.Threading;

namespace DdbBatch.Writing;

/// <summary>Calls back once, at a time of the run's clock. Not thread-safe, but for the call.</summary>
internal sealed class WakeTimer : IDisposable
{
    private readonly Timer _timer;
    private TimeSpan? _at;

    public WakeTimer(Action wake) => _timer = new Timer(_ => wake());

    /// <summary>Sets the time; null for never.</summary>
    public void Set(TimeSpan? at, TimeSpan now)
    {
        if (at == _at)
            return;
        _at = at;
        // A timer counts whole milliseconds: one more, so that it never fires just before its time.
        long delayMs = at is { } time ? Math.Max(0, (long)(time - now).TotalMilliseconds + 1) : Timeout.Infinite;
        _timer.Change(delayMs, Timeout.Infinite);
    }

    /// <summary>Records that the time has come, so that the same time can be set again.</summary>
    public void Clear() => _at = null;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
