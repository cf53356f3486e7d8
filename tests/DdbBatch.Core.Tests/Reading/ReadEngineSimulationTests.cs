using Xunit;

namespace DdbBatch.Tests.Reading;

/// <summary>The promise of a read, as a property: every item exactly once, in order within its segment, or an error.</summary>
public sealed class ReadEngineSimulationTests
{
    [Fact]
    public void Every_item_is_read_exactly_once_or_the_read_ends_with_an_error() =>
        Simulations.Play(20_000, seed =>
        {
            ReadScenario scenario = ReadScenario.Generate(seed);
            return SimulatedRead.Play(scenario) is { } broken ? $"{broken}\n{scenario}" : null;
        });
}
