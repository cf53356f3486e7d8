using Xunit;

namespace DdbBatch.Tests.Reading;

/// <summary>The promise of lookups, as a property: every key is answered once, in order, with what is true of it.</summary>
public sealed class LookupEngineSimulationTests
{
    [Fact]
    public void Every_key_is_answered_in_order_and_a_missing_item_is_never_mistaken_for_an_unprocessed_one() =>
        Simulations.Play(5_000, seed =>
        {
            LookupScenario scenario = LookupScenario.Generate(seed);
            return SimulatedLookups.Play(scenario) is { } broken ? $"{broken}\n{scenario}" : null;
        });
}
