using System;
using System.Globalization;
using Xunit;

namespace DdbBatch.Tests.Reading;

/// <summary>
/// The promise of a read, as a property: every item exactly once, in order within its segment, or an error. Run as
/// DDBBATCH_SIMULATIONS scenarios (20,000) from DDBBATCH_SEED on (random; a failure shows it).
/// </summary>
public sealed class ReadEngineSimulationTests
{
    private const int UsualCount = 20_000;

    [Fact]
    public void Every_item_is_read_exactly_once_or_the_read_ends_with_an_error()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("DDBBATCH_SIMULATIONS") ?? $"{UsualCount}", CultureInfo.InvariantCulture);
        ulong first = Environment.GetEnvironmentVariable("DDBBATCH_SEED") is { } given
            ? ulong.Parse(given, CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64();
        for (int i = 0; i < count; i++)
        {
            ulong seed = unchecked(first + (ulong)i);
            ReadScenario scenario = ReadScenario.Generate(seed);
            if (SimulatedRead.Play(scenario) is { } broken)
                Assert.Fail($"With DDBBATCH_SEED={seed} DDBBATCH_SIMULATIONS=1: {broken}\n{scenario}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} scenarios from seed {first}");
    }
}
