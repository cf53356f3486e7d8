using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Xunit;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// The promise, as a property: whatever goes wrong, every operation gets the outcome that is true of it, and the tables
/// end as the input, in its order, would leave them. DDBBATCH_SIMULATIONS says how many scenarios are played (20,000),
/// DDBBATCH_SEED with which seed they begin (a random one, which a failure shows).
/// </summary>
public sealed class WriteEngineSimulationTests
{
    private const int UsualCount = 20_000;

    [Fact]
    public void Whatever_goes_wrong_the_promise_is_kept()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_SIMULATIONS") ?? $"{UsualCount}", CultureInfo.InvariantCulture);
        ulong first = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
            ? ulong.Parse(given, CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64();
        ulong? failed = FindFailure(first, count);
        if (failed is { } seed)
            Assert.Fail(Describe(seed));
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} scenarios from seed {first}");
    }

    private static ulong? FindFailure(ulong first, int count)
    {
        ulong? failed = null;
        Lock gate = new();
        long next = 0;
        // Threads of its own: on the pool's it would starve the tests that wait for answers.
        Thread[] players = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Play))];
        foreach (Thread player in players)
            player.Start();
        foreach (Thread player in players)
            player.Join();
        return failed;

        void Play()
        {
            for (long i; Volatile.Read(ref next) < count && (i = Interlocked.Increment(ref next) - 1) < count;)
            {
                ulong seed = unchecked(first + (ulong)i);
                if (ScenarioPlayer.Play(ScenarioGenerator.Generate(seed)) is null)
                    continue;
                lock (gate)
                    failed ??= seed;
                Interlocked.Exchange(ref next, count);
            }
        }
    }

    private static string Describe(ulong seed)
    {
        Scenario scenario = ScenarioGenerator.Generate(seed);
        Scenario shrunk = Shrinker.Shrink(scenario);
        List<string> trace = [];
        return $"""
            With DDBBATCH_SEED={seed} DDBBATCH_SIMULATIONS=1: {ScenarioPlayer.Play(scenario)}
            Shrunk: {ScenarioPlayer.Play(shrunk, trace)}
            {shrunk}
            {string.Join("\n", trace.Take(120))}
            """;
    }
}
