using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Reading;
using DdbBatch.Tests.Simulation;

namespace DdbBatch.Tests.Reading;

/// <summary>Keys, the table that has some of them, and what goes wrong meanwhile; all of it follows from a seed.</summary>
internal sealed record LookupScenario
{
    private static readonly ReadFault[] Passing =
        [ReadFault.Throttled, ReadFault.InternalServerError, ReadFault.Reset, ReadFault.Truncated];

    public required ulong Seed { get; init; }

    /// <summary>The keys, in the order of the input; some may occur more than once.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Of ten keys, the table has an item for so many.</summary>
    public required int Present { get; init; }

    public required double UnprocessedRate { get; init; }

    public required double FaultRate { get; init; }

    public required IReadOnlyList<ReadFault> Faults { get; init; }

    public required TimeSpan FaultsEnd { get; init; }

    public required TimeSpan Latency { get; init; }

    public required int ItemBytes { get; init; }

    public required int AnswerBytes { get; init; }

    public required LookupOptions Options { get; init; }

    public required TimeSpan? StopAt { get; init; }

    /// <summary>True if every key has to be answered: nothing that goes wrong is final.</summary>
    public bool MustComplete => StopAt is null && Options.MaxRetry is null
        && !(FaultRate > 0 && Faults.Any(fault => fault >= ReadFault.ExpiredToken))
        && FaultsEnd < Options.RetryTimeout;

    public bool Has(int key) => key % 10 < Present;

    public static LookupScenario Generate(ulong seed)
    {
        Dice dice = new(seed);
        int count = dice.Pick(0, 1, dice.Next(120), dice.Next(1500));
        int distinct = dice.Pick(1, 5, 100, 10_000);
        return new LookupScenario
        {
            Seed = seed,
            Keys = [.. Enumerable.Range(0, count).Select(_ => dice.Next(distinct))],
            Present = dice.Pick(0, 3, 10, 10),
            UnprocessedRate = dice.Pick(0, 0.3, 0.9),
            FaultRate = dice.Pick(0, 0.1, 0.5, 0.9),
            Faults = dice.Chance(0.1) ? [.. Passing, dice.Pick(ReadFault.ExpiredToken, ReadFault.AccessDenied, ReadFault.TransportThrows)] : Passing,
            FaultsEnd = dice.Time(TimeSpan.FromSeconds(dice.Pick(1, 20, 200))),
            Latency = TimeSpan.FromMilliseconds(dice.Pick(0, 1, 20, 2000)),
            ItemBytes = dice.Pick(50, 1000, 50_000),
            AnswerBytes = dice.Pick(1_000_000, 16_000_000),
            StopAt = dice.Chance(0.1) ? dice.Time(TimeSpan.FromSeconds(2)) : null,
            Options = new LookupOptions
            {
                ThrottleLimit = dice.Pick(1, 2, 16),
                MaxReadCapacity = dice.Chance(0.2) ? dice.Pick(20, 10_000) : null,
                MaxRetry = dice.Chance(0.2) ? dice.Between(0, 3) : null,
                RetryTimeout = TimeSpan.FromSeconds(dice.Pick(30, 300)),
                BufferBytes = dice.Pick(1, 100_000, 64L << 20),
            },
        };
    }
}
