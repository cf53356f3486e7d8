using System;

namespace DdbBatch.Driving;

/// <summary>Everything that a run gets from outside and that a simulation replaces.</summary>
internal sealed record RunEnvironment
{
    /// <summary>The clock and its timers.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public IDriverThreads Threads { get; init; } = PoolThreads.Instance;

    /// <summary>For the jitter of retries. Only one run uses it, under its lock.</summary>
    public Random Random { get; init; } = new();
}
