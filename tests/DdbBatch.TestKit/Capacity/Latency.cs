using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// Has answers wait, each as long as the others, to a millisecond: timers go by a clock that on Linux ticks every 4 ms, and
/// make 8 ms of 5.
/// </summary>
internal sealed class Latency : IDisposable
{
    private readonly TimeSpan _time;
    private readonly BlockingCollection<(long Start, TaskCompletionSource Waiting)> _waiting = [];

    /// <param name="time">How long; zero for not at all.</param>
    public Latency(TimeSpan time)
    {
        _time = time;
        if (time > TimeSpan.Zero)
            new Thread(Release) { IsBackground = true, Name = "Latency" }.Start();
    }

    /// <summary>Waits.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_time == TimeSpan.Zero)
            return Task.CompletedTask;
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((Stopwatch.GetTimestamp(), waiting), cancellationToken);
        return waiting.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _waiting.CompleteAdding();

    // Who came first is due first.
    private void Release()
    {
        foreach ((long start, TaskCompletionSource waiting) in _waiting.GetConsumingEnumerable())
        {
            while (_time - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left)
                Thread.Sleep((int)Math.Ceiling(left.TotalMilliseconds));
            waiting.SetResult();
        }
    }
}
