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

    /// <summary>
    /// Up to seven runs that are killed, with effects up to 10 s later, then replays until nothing is left: a tenth as many.
    /// </summary>
    [Fact]
    public void Through_any_number_of_kills_a_load_ends_as_its_input_in_order() => Play(isLoad: true);

    [Fact]
    public void Whatever_goes_wrong_the_promise_is_kept() => Play(isLoad: false);

    [Fact]
    public void The_same_seed_is_the_same_run()
    {
        for (ulong seed = 0; seed < 200; seed++)
            Assert.Equal(Trace(seed), Trace(seed));
    }

    private static List<string> Trace(ulong seed)
    {
        List<string> trace = [];
        ScenarioPlayer.Play(ScenarioGenerator.Generate(seed, isLoad: seed % 2 == 0), trace);
        return trace;
    }

    private static void Play(bool isLoad)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_SIMULATIONS") ?? $"{UsualCount}", CultureInfo.InvariantCulture);
        ulong first = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
            ? ulong.Parse(given, CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64();
        if (isLoad)
            count = Math.Max(1, count / 10);
        ulong? failed = FindFailure(first, count, isLoad);
        if (failed is { } seed)
            Assert.Fail(Describe(seed, isLoad));
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} scenarios{(isLoad ? " of loads" : "")} from seed {first}");
    }

    private static ulong? FindFailure(ulong first, int count, bool isLoad)
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
                if (ScenarioPlayer.Play(ScenarioGenerator.Generate(seed, isLoad)) is null)
                    continue;
                lock (gate)
                    failed ??= seed;
                Interlocked.Exchange(ref next, count);
            }
        }
    }

    private static string Describe(ulong seed, bool isLoad)
    {
        Scenario scenario = ScenarioGenerator.Generate(seed, isLoad);
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
