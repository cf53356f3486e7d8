using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;

namespace DdbBatch.Tests.Simulation;

/// <summary>Plays a scenario: the run, the replays of what it leaves over, and the checks after each.</summary>
internal static class ScenarioPlayer
{
    /// <summary>Plays it.</summary>
    /// <returns>The broken promise; null if it was kept.</returns>
    public static string? Play(Scenario scenario, List<string>? trace = null)
    {
        try
        {
            PlayRuns(scenario, trace);
            return null;
        }
        catch (Exception exception)
        {
            return exception is PromiseBrokenException ? exception.Message : exception.ToString();
        }
    }

    private static void PlayRuns(Scenario scenario, List<string>? trace)
    {
        SimulatedTables tables = new(scenario);
        IReadOnlyList<Leftover> input = [.. scenario.Operations.Select(operation => new Leftover(operation, SimulatedItems.Encode(operation)))];
        TimeSpan start = TimeSpan.Zero;
        bool isFirst = true;
        if (scenario.Span is not null)
        {
            (input, start) = PlayLoad(scenario, tables, input, trace);
            isFirst = false;
        }

        foreach (RunPlan plan in scenario.Runs.Where(run => !run.IsOfLoad))
        {
            start += plan.StartDelay;
            if (!isFirst)
                input = Replay(input, plan);
            isFirst = false;
            trace?.Add($"{start} run of {input.Count} operations");
            SimulatedRun run = new(plan, scenario.GatewayBytes, tables, input, start, trace);
            IReadOnlyList<Leftover> left = run.Run();
            tables.CheckFinalState();
            if (plan.IsCalm && scenario.GatewayBytes is null)
                CheckRest(input, scenario, tables);
            start = run.End;
            input = left;
        }
    }

    private static (IReadOnlyList<Leftover> Left, TimeSpan End) PlayLoad(
        Scenario scenario, SimulatedTables tables, IReadOnlyList<Leftover> input, List<string>? trace)
    {
        SimulatedLoad load = new(scenario, tables, input, trace);
        TimeSpan end = TimeSpan.Zero;
        RunPlan[] runs = [.. scenario.Runs.Where(run => run.IsOfLoad)];
        foreach (RunPlan plan in runs.TakeWhile(_ => !load.IsDone))
            end = load.Run(plan, end + plan.StartDelay);
        if (!load.IsDone)
            end = load.Finish(runs[^1], end);
        return (load.Left, end);
    }

    // A refused operation must be changed before it can succeed; duplicates need no change.
    private static IReadOnlyList<Leftover> Replay(IReadOnlyList<Leftover> left, RunPlan plan) =>
    [
        .. left.Where(leftover => leftover.Outcome != OperationOutcome.Invalid || leftover.ErrorCode == OperationError.DuplicateKey.Code)
            .OrderBy(leftover => plan.ReplaysInInputOrder ? leftover.Operation.Id : 0),
    ];

    // If all goes well, everything that is replayed is written, but what DynamoDB refuses. With a key that is denied nothing need
    // be: if that key comes first, its table is taken for denied, and the run ends if there is no other.
    private static void CheckRest(IEnumerable<Leftover> replayed, Scenario scenario, SimulatedTables tables)
    {
        if (scenario.Operations.Any(operation => operation.Refusal == "AccessDeniedException"))
            return;
        // If a condition is false after an attempt without an answer, that can stay undecided, and the key closed.
        HashSet<(int, int)> undecided = [.. scenario.Operations
            .Where(operation => operation.IsConditional && tables.History(operation).MayBeWritten)
            .Select(operation => (operation.Table, operation.Key))];
        foreach (SimulatedOperation operation in replayed.Select(row => row.Operation))
        {
            if (undecided.Contains((operation.Table, operation.Key)))
                continue;
            OperationOutcome? outcome = tables.History(operation).Outcome;
            PromiseBrokenException.Unless(
                outcome is OperationOutcome.Written or OperationOutcome.Superseded or OperationOutcome.ConditionFailed
                    || (outcome == OperationOutcome.Invalid && operation.Refusal is not null),
                $"{operation} is still {outcome} though all went well");
        }
    }
}
