using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Driving;

/// <summary>Senders on threads of the pool.</summary>
internal sealed class PoolThreads : IDriverThreads
{
    /// <summary>The only instance: it has no state.</summary>
    public static readonly PoolThreads Instance = new();

    /// <inheritdoc/>
    public void Start(Func<Task> sender) => _ = Task.Run(sender);

    /// <inheritdoc/>
    public void Wait(object heldLock, Func<bool> isOver, TimeSpan atMost)
    {
        // A clock of its own, because this has to end even if the run's clock fails.
        Stopwatch waiting = Stopwatch.StartNew();
        while (!isOver())
        {
            TimeSpan left = atMost == Timeout.InfiniteTimeSpan ? atMost : atMost - waiting.Elapsed;
            if (left <= TimeSpan.Zero && atMost != Timeout.InfiniteTimeSpan)
                return;
            Monitor.Wait(heldLock, left);
        }
    }

    /// <inheritdoc/>
    public void Wake(object heldLock) => Monitor.PulseAll(heldLock);
}
