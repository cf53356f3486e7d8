using System;
using System.Globalization;
using Xunit;

namespace DdbBatch.Tests.Reading;

/// <summary>Plays scenarios: DDBBATCH_SIMULATIONS of them, from DDBBATCH_SEED on (random; a failure shows it).</summary>
internal static class Simulations
{
    /// <param name="usualCount">How many are played without DDBBATCH_SIMULATIONS.</param>
    /// <param name="play">Plays the scenario of a seed; returns how the promise was broken, or null.</param>
    public static void Play(int usualCount, Func<ulong, string?> play)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_SIMULATIONS") ?? $"{usualCount}", CultureInfo.InvariantCulture);
        ulong first = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
            ? ulong.Parse(given, CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64();
        for (int i = 0; i < count; i++)
        {
            ulong seed = unchecked(first + (ulong)i);
            if (play(seed) is { } broken)
                Assert.Fail($"With DDBBATCH_SEED={seed} DDBBATCH_SIMULATIONS=1: {broken}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} scenarios from seed {first}");
    }
}
