using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Storage;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// A load with a checkpoint and a failed file, through all of its runs: killed, stopped, failed, and resumed until one comes to
/// the end of the input.
/// </summary>
internal sealed class SimulatedLoad(Scenario scenario, SimulatedTables tables, IReadOnlyList<Leftover> input, List<string>? trace)
{
    private readonly SimulatedDisk _disk = new(new Dice(scenario.Seed, 78));

    /// <summary>True once a run has come to the end of the input.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The content of the failed file, for a replay.</summary>
    public IReadOnlyList<Leftover> Left => [.. _disk.Lines.Select(Leftover.Of)];

    /// <summary>Runs once.</summary>
    /// <returns>When the run ended.</returns>
    public TimeSpan Run(RunPlan plan, TimeSpan start)
    {
        trace?.Add($"{start} run of the load from row {_disk.Mark.Row + 1}");
        SimulatedRun? run = null;
        try
        {
            plan = plan with { Options = plan.Options with { HasCheckpoint = true } };
            run = new SimulatedRun(plan, scenario.GatewayBytes, tables, input, start, trace);
            run.Run(new SimulatedJournal(_disk, scenario.Span!.Value, plan, start, run.Waiters));
            IsDone = run.IsWholeInput;
        }
        catch (MachineDownException)
        {
            // It may go down before the run has begun.
        }

        TimeSpan end = run?.End ?? start;
        trace?.Add($"{end} {(IsDone ? "is done" : "has ended early")}");
        if (!IsDone)
            _disk.GoDown();
        CheckAccounted();
        if (IsDone)
            tables.CheckFinalState();
        return end;
    }

    /// <summary>Runs until the load is done, with nothing that goes wrong any more.</summary>
    public TimeSpan Finish(RunPlan like, TimeSpan start)
    {
        RunPlan calm = like with
        {
            FaultRate = 0,
            StopAt = null,
            KillAt = null,
            KillAtUse = null,
            Options = like.Options with { RetryTimeout = TimeSpan.FromDays(1), RefusalLimit = int.MaxValue },
        };
        TimeSpan end = Run(calm, start);
        PromiseBrokenException.Unless(IsDone, "the load isn't done though all went well");
        return end;
    }

    // Each row up to the checkpoint was written, or has one line in the failed file.
    private void CheckAccounted()
    {
        CheckpointMark mark = _disk.Mark;
        PromiseBrokenException.Unless(!IsDone || mark.IsComplete, "the load is done, and its checkpoint doesn't say so");
        Dictionary<long, int> lines = _disk.Lines.GroupBy(line => line.Position).ToDictionary(group => group.Key, group => group.Count());
        for (int row = 1; row <= mark.Row; row++)
        {
            SimulatedOperation operation = input[row - 1].Operation;
            bool isWritten = tables.History(operation).Outcome is { } outcome && !outcome.IsLeftover();
            PromiseBrokenException.Unless(
                lines.GetValueOrDefault(row) == (isWritten ? 0 : 1),
                $"{operation} is {tables.History(operation).Outcome} and has {lines.GetValueOrDefault(row)} lines, and the checkpoint is at {mark.Row}");
        }
    }
}
