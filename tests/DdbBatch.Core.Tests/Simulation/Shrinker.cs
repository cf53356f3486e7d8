using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>Makes a failing scenario as small as it gets: fewer operations, fewer runs, fewer faults, plainer options.</summary>
internal static class Shrinker
{
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(20);

    public static Scenario Shrink(Scenario failing)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (bool isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (Scenario candidate in Smaller(failing))
            {
                if (watch.Elapsed > LongestSearch)
                    return failing;
                if (ScenarioPlayer.Play(candidate) is null)
                    continue;
                failing = candidate;
                isSmaller = true;
                break;
            }
        }

        return failing;
    }

    private static IEnumerable<Scenario> Smaller(Scenario scenario)
    {
        for (int chunk = scenario.Operations.Count / 2; chunk >= 1; chunk /= 2)
        {
            for (int start = 0; start < scenario.Operations.Count && scenario.Operations.Count > 1; start += chunk)
                yield return scenario with { Operations = [.. scenario.Operations.Where((_, i) => i < start || i >= start + chunk)] };
        }

        if (scenario.Span is not null)
            yield return scenario with { Span = null, Runs = [.. scenario.Runs.Where(run => !run.IsOfLoad)] };
        if (scenario.GatewayBytes is not null)
            yield return scenario with { GatewayBytes = null };
        for (int i = 0; i < scenario.Runs.Count && scenario.Runs.Count > 1; i++)
        {
            Scenario fewer = scenario with { Runs = [.. scenario.Runs.Where((_, other) => other != i)] };
            if (fewer.Span is null || fewer.Runs.Any(run => run.IsOfLoad))
                yield return fewer;
        }

        for (int i = 0; i < scenario.Runs.Count; i++)
        {
            foreach (RunPlan plainer in Plainer(scenario.Runs[i]))
                yield return scenario with { Runs = [.. scenario.Runs.Select((run, other) => other == i ? plainer : run)] };
        }

        for (int i = 0; i < scenario.Operations.Count; i++)
        {
            foreach (SimulatedOperation plainer in Plainer(scenario.Operations[i]))
                yield return scenario with { Operations = [.. scenario.Operations.Select((operation, other) => other == i ? plainer : operation)] };
        }
    }

    private static IEnumerable<RunPlan> Plainer(RunPlan run)
    {
        WriteOptions options = run.Options;
        WriteOptions usual = new();
        RunPlan[] plainer =
        [
            run with { FaultRate = 0, Faults = [Fault.None], FaultsEnd = TimeSpan.Zero },
            .. run.Faults.Where(_ => run.Faults.Count > 1).Select(fault => run with { Faults = [.. run.Faults.Where(other => other != fault)] }),
            run with { StopAt = null, StopGrace = TimeSpan.Zero },
            run with { Describes = false },
            run with { KillAt = null },
            run with { KillAtUse = null },
            run with { StartDelay = TimeSpan.Zero },
            run with { MaxLatency = TimeSpan.Zero },
            run with { MaxLatency = TimeSpan.FromMilliseconds(1) },
            run with { Timeout = TimeSpan.FromSeconds(1) },
            run with { ConsumedPerUnit = 1 },
            run with { FeedsOnAfterEnd = false },
            run with { ReplaysInInputOrder = false },
            run with { Options = options with { ThrottleLimit = 1 } },
            run with { Options = options with { MaxRetry = usual.MaxRetry } },
            run with { Options = options with { RetryTimeout = usual.RetryTimeout } },
            run with { Options = options with { DuplicateKey = usual.DuplicateKey } },
            run with { Options = options with { MaxWriteCapacity = usual.MaxWriteCapacity } },
            run with { Options = options with { BufferBytes = usual.BufferBytes } },
            run with { Options = options with { Linger = usual.Linger } },
            run with { Options = options with { RefusalLimit = usual.RefusalLimit } },
            run with { Options = options with { ReportWritten = run.IsOfLoad, IndexCapacity = false, ItemCollectionMetrics = false } },
        ];
        return plainer.Where(other => other.ToString() != run.ToString());
    }

    private static IEnumerable<SimulatedOperation> Plainer(SimulatedOperation operation)
    {
        SimulatedOperation[] plainer =
        [
            operation with { Gap = TimeSpan.Zero },
            operation with { Refusal = null },
            operation with { UnprocessedTimes = 0 },
            operation with { UnprocessedTimes = Math.Min(1, operation.UnprocessedTimes) },
            operation with { PadBytes = 0 },
            operation with { Spelling = 0 },
            operation with { MeetsOther = false },
            operation with { OnlyIfNewer = false },
            operation with { MustExist = false },
            operation with { Kind = OperationKind.Put, MustExist = false },
        ];
        return plainer.Where(other => other != operation);
    }
}
