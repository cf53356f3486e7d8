using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Protocol;

/// <summary>The time, for retries: the real one, or a test's.</summary>
internal abstract class RetryClock
{
    /// <summary>The real time.</summary>
    public static RetryClock System { get; } = new SystemClock();

    /// <summary>The time since some moment.</summary>
    public abstract TimeSpan Now { get; }

    /// <summary>Waits.</summary>
    public abstract Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken);

    private sealed class SystemClock : RetryClock
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public override TimeSpan Now => _clock.Elapsed;

        public override Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, cancellationToken);
    }
}
