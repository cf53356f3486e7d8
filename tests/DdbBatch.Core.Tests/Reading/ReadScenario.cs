using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Reading;
using DdbBatch.Tests.Simulation;

namespace DdbBatch.Tests.Reading;

/// <summary>The faults of a read request.</summary>
internal enum ReadFault
{
    Throttled,
    InternalServerError,
    Reset,
    Truncated,

    // From here on they may end a read.
    ExpiredToken,
    AccessDenied,

    /// <summary>The transport throws, which it never should.</summary>
    TransportThrows,
}

/// <summary>A table, how it is read, and what goes wrong meanwhile; all of it follows from a seed.</summary>
internal sealed record ReadScenario
{
    private static readonly ReadFault[] Passing =
        [ReadFault.Throttled, ReadFault.InternalServerError, ReadFault.Reset, ReadFault.Truncated];

    public required ulong Seed { get; init; }

    public required int Items { get; init; }

    public required int Segments { get; init; }

    /// <summary>The share of items that are all in the first segment.</summary>
    public required double Skew { get; init; }

    /// <summary>The share of items that the filter lets through.</summary>
    public required double FilterKeeps { get; init; }

    public required int LargestPage { get; init; }

    public required double UnitsPerItem { get; init; }

    /// <summary>RCU per second; null for no limit.</summary>
    public required double? Capacity { get; init; }

    public required double FaultRate { get; init; }

    public required IReadOnlyList<ReadFault> Faults { get; init; }

    public required TimeSpan FaultsEnd { get; init; }

    public required TimeSpan Latency { get; init; }

    public required ReadOptions Options { get; init; }

    /// <summary>How long the reader takes for a page; it takes none while it does.</summary>
    public required TimeSpan PageTime { get; init; }

    /// <summary>When the reader stops; null for never.</summary>
    public required TimeSpan? StopAt { get; init; }

    /// <summary>True if the read has to come to its end: nothing that goes wrong is final.</summary>
    public bool MustComplete => StopAt is null && Options.MaxRetry is null && !HasFinalFault;

    private bool HasFinalFault => (FaultRate > 0 && (Faults.Any(fault => fault >= ReadFault.ExpiredToken) || FaultsEnd >= Options.RetryTimeout))
        // A page may use up the capacity of more seconds than that.
        || (Capacity is not null && Options.RetryTimeout < TimeSpan.FromSeconds(300));

    // A page has 1 MB at most, which costs 128 RCU (API reference, Scan).
    public int PageItems(Dice dice)
    {
        int most = (int)Math.Min(LargestPage, 128 / UnitsPerItem);
        return dice.Chance(0.1) ? dice.Between(1, most) : most;
    }

    public static ReadScenario Generate(ulong seed)
    {
        Dice dice = new(seed);
        double? capacity = dice.Chance(0.3) ? dice.Pick(5, 50, 1000) : null;
        return new ReadScenario
        {
            Seed = seed,
            Items = dice.Pick(0, 1, dice.Next(30), dice.Next(400), dice.Next(capacity is null ? 3000 : 500)),
            Segments = dice.Pick(1, 1, 2, 5, 16, 100),
            Skew = dice.Pick(0, 0, 0.5, 1),
            FilterKeeps = dice.Pick(1, 1, 0.5, 0.01),
            LargestPage = dice.Pick(1, 3, 20, 500),
            UnitsPerItem = dice.Pick(0.05, 0.5, 3),
            Capacity = capacity,
            FaultRate = dice.Pick(0, 0.1, 0.5, 0.9),
            Faults = dice.Chance(0.1) ? [.. Passing, dice.Pick(ReadFault.ExpiredToken, ReadFault.AccessDenied, ReadFault.TransportThrows)] : Passing,
            FaultsEnd = dice.Time(TimeSpan.FromSeconds(dice.Pick(1, 20, 200, 500))),
            Latency = TimeSpan.FromMilliseconds(dice.Pick(0, 1, 20, 2000)),
            PageTime = TimeSpan.FromMilliseconds(dice.Pick(0, 0, 1, 100)),
            StopAt = dice.Chance(0.1) ? dice.Time(TimeSpan.FromSeconds(2)) : null,
            Options = new ReadOptions
            {
                ThrottleLimit = dice.Pick(1, 2, 16, 64),
                MaxReadCapacity = dice.Chance(0.2) ? dice.Pick(5, 100, 10_000) : null,
                MaxRetry = dice.Chance(0.2) ? dice.Between(0, 3) : null,
                RetryTimeout = TimeSpan.FromSeconds(dice.Pick(30, 300)),
                BufferBytes = dice.Pick(1, 1L << 20, 8L << 20, 64L << 20),
                IsConsistent = dice.Chance(0.3),
            },
        };
    }
}
