using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Tests.Simulation;

/// <summary>An input, the run that writes it, and the runs that replay what it leaves over.</summary>
internal sealed record Scenario(ulong Seed, IReadOnlyList<SimulatedOperation> Operations, IReadOnlyList<RunPlan> Runs)
{
    /// <summary>
    /// The most rows that may be sent beyond the checkpoint of a load, as the first runs are then; null for runs without files.
    /// </summary>
    public int? Span { get; init; }

    /// <summary>The longest body that something before DynamoDB lets through; it answers 413 to a longer one.</summary>
    public int? GatewayBytes { get; init; }

    public override string ToString() =>
        $"{Operations.Count} operations{(GatewayBytes is { } bytes ? $", gateway {bytes} B" : "")}{(Span is { } span ? $", a load with a span of {span}" : "")}\n  {string.Join("\n  ", Operations.Take(60))}\n"
        + string.Join("\n", Runs.Select((run, i) => $"run {i + 1}: {run}"));
}
