using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Tests.Simulation;

/// <summary>An input, the run that writes it, and the runs that replay what it leaves over.</summary>
internal sealed record Scenario(ulong Seed, IReadOnlyList<SimulatedOperation> Operations, IReadOnlyList<RunPlan> Runs)
{
    /// <summary>The longest body that something before DynamoDB lets through; it answers 413 to a longer one.</summary>
    public int? GatewayBytes { get; init; }

    public override string ToString() =>
        $"{Operations.Count} operations{(GatewayBytes is { } bytes ? $", gateway {bytes} B" : "")}\n  {string.Join("\n  ", Operations.Take(60))}\n"
        + string.Join("\n", Runs.Select((run, i) => $"run {i + 1}: {run}"));
}
