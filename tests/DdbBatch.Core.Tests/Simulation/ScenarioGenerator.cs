using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>Makes scenarios of seeds: mostly small ones, for small ones find most.</summary>
internal static class ScenarioGenerator
{
    private static readonly Fault[] Everyday =
    [
        Fault.SomeUnprocessed, Fault.ProvisionedThroughputExceeded, Fault.Throttling, Fault.RequestLimitExceeded,
        Fault.ReplicatedWriteConflict, Fault.InternalServerError, Fault.ServiceUnavailable, Fault.Timeout,
        Fault.ResetBeforeWriting, Fault.ResetAfterWriting, Fault.TruncatedAnswer, Fault.CorruptAnswer,
    ];

    // These may end a lane or the run.
    private static readonly Fault[] Grave =
        [Fault.ConnectionRefused, Fault.ExpiredToken, Fault.ResourceNotFound, Fault.AccessDenied, Fault.TransportThrows];

    private static readonly string[] Refusals =
        ["ValidationException", "ItemCollectionSizeLimitExceededException", "SomethingNewException"];

    /// <param name="seed">The seed.</param>
    /// <param name="isLoad">True for a load with files that is killed again and again; otherwise one in four is.</param>
    public static Scenario Generate(ulong seed, bool isLoad = false)
    {
        Dice dice = new(seed);
        SimulatedOperation[] operations = Operations(dice);
        List<RunPlan> runs = [];
        int? span = isLoad || dice.Chance(0.25) ? dice.Pick(1, 10, 25, 100) : null;
        // A load whose first rows are denied never comes to its end.
        if (span is not null)
            operations = [.. operations.Select(row => row.Refusal == "AccessDeniedException" ? row with { Refusal = "ValidationException" } : row)];
        if (span is not null)
            runs.AddRange(RunsOfLoad(dice, dice.Between(1, 7)));
        for (int i = dice.Pick(1, 1, 1, 2, 3); i > 0; i--)
            runs.Add(Plan(dice));
        // In the end all goes well, so that all that can be written has to be.
        runs.Add(new RunPlan
        {
            Seed = dice.NextSeed(),
            IsCalm = true,
            Options = new WriteOptions
            {
                DuplicateKey = dice.Pick(DuplicateKeyMode.InOrder, DuplicateKeyMode.KeepLast),
                RetryTimeout = TimeSpan.FromDays(1),
                RefusalLimit = int.MaxValue,
            },
            ReplaysInInputOrder = dice.Chance(0.5),
        });
        return new Scenario(seed, operations, runs) { GatewayBytes = dice.Chance(0.03) ? dice.Pick(200, 1000, 20_000) : null, Span = span };
    }

    /// <summary>The runs of a load: most of them are killed.</summary>
    public static IEnumerable<RunPlan> RunsOfLoad(Dice dice, int count)
    {
        DuplicateKeyMode duplicates = dice.Pick(
            DuplicateKeyMode.InOrder, DuplicateKeyMode.InOrder, DuplicateKeyMode.KeepLast, DuplicateKeyMode.Error);
        for (int i = 0; i < count; i++)
        {
            RunPlan plan = Plan(dice);
            yield return plan with
            {
                IsOfLoad = true,
                Options = plan.Options with { DuplicateKey = duplicates, ReportWritten = true },
                FeedsOnAfterEnd = false,
                KillAt = dice.Chance(0.6) ? dice.Time(TimeSpan.FromSeconds(dice.Pick(0.05, 1, 15, 60))) : null,
                KillAtUse = dice.Chance(0.3) ? dice.Next(dice.Pick(4, 60)) : null,
            };
        }
    }

    private static SimulatedOperation[] Operations(Dice dice)
    {
        int count = Count(dice);
        int tables = dice.Pick(1, 1, 2, 4);
        int keys = dice.Pick(1, 2, 5, 30, count, 4 * count);
        double deletes = dice.Pick(0, 0.2, 0.5, 1);
        double changes = dice.Pick(0, 0, 0.3, 1);
        double others = changes > 0 ? dice.Pick(0, 0, 0.2) : 0;
        double refused = dice.Pick(0, 0, 0, 0.03, 0.3, 1);
        string[] refusals = dice.Chance(0.2) ? ["AccessDeniedException"] : Refusals;
        double stubborn = dice.Pick(0, 0, 0.1, 1);
        double rests = dice.Pick(0, 0, 0.1, 1);
        TimeSpan rest = TimeSpan.FromMilliseconds(dice.Pick(1, 30, 800, 12_000));
        Func<int> padBytes = PadBytes(dice, count);
        return [.. Enumerable.Range(1, count).Select(id => new SimulatedOperation(
            id,
            dice.Next(tables),
            dice.Next(keys),
            dice.Next(SimulatedItems.Spellings),
            Kind(dice, deletes, changes),
            padBytes())
        {
            MeetsOther = dice.Chance(others),
            Gap = dice.Chance(rests) ? dice.Time(rest) : TimeSpan.Zero,
            UnprocessedTimes = dice.Chance(stubborn) ? dice.Between(1, 6) : 0,
            Refusal = dice.Chance(refused) ? dice.Pick(refusals) : null,
            RefusedAfter = dice.Chance(0.2) ? dice.Time(TimeSpan.FromSeconds(2)) : TimeSpan.Zero,
        }).Select(operation => WithCondition(dice, operation, changes))];
    }

    private static OperationKind Kind(Dice dice, double deletes, double changes) =>
        dice.Chance(changes) ? dice.Pick(OperationKind.Update, OperationKind.Update, OperationKind.Insert)
        : dice.Chance(deletes) ? OperationKind.Delete
        : OperationKind.Put;

    private static SimulatedOperation WithCondition(Dice dice, SimulatedOperation operation, double changes) => operation with
    {
        OnlyIfNewer = operation.Kind != OperationKind.Insert && dice.Chance(0.3 * changes),
        MustExist = operation.Kind == OperationKind.Update && dice.Chance(0.3),
    };

    private static int Count(Dice dice) => dice.NextDouble() switch
    {
        < 0.60 => dice.Between(1, 12),
        < 0.90 => dice.Between(1, 80),
        < 0.995 => dice.Between(1, 400),
        _ => dice.Between(400, 5000),
    };

    private static Func<int> PadBytes(Dice dice, int count)
    {
        if (count is > 20 and < 60 && dice.Chance(0.005))
            return () => dice.Between(700_000, 1_100_000);
        return dice.Pick(0, 0, 1) == 0 ? () => 0 : () => dice.Pick(0, 10, 1200, 2500);
    }

    private static RunPlan Plan(Dice dice) => new()
    {
        Seed = dice.NextSeed(),
        Options = Options(dice),
        FaultRate = dice.Pick(0, 0.05, 0.3, 0.6, 0.95),
        Faults = Faults(dice),
        FaultsEnd = dice.Time(TimeSpan.FromSeconds(dice.Pick(1, 10, 100, 1000))),
        MaxLatency = TimeSpan.FromMilliseconds(dice.Pick(0, 1, 20, 2000)),
        Timeout = TimeSpan.FromSeconds(dice.Pick(1, 10, 30)),
        ConsumedPerUnit = dice.Pick(1, 1, 2.5),
        Describes = dice.Chance(0.5),
        StopAt = dice.Chance(0.3) ? dice.Time(TimeSpan.FromSeconds(dice.Pick(0.02, 1, 15))) : null,
        StopGrace = TimeSpan.FromMilliseconds(dice.Pick(0, 10, 1000)),
        FeedsOnAfterEnd = dice.Chance(0.3),
        StartDelay = dice.Pick(TimeSpan.Zero, dice.Time(TimeSpan.FromSeconds(10))),
        ReplaysInInputOrder = dice.Chance(0.3),
    };

    private static WriteOptions Options(Dice dice) => new()
    {
        ThrottleLimit = dice.Pick(1, 2, 4, 16, 128),
        SinglesPerRequest = dice.Pick(1, 4),
        MaxRetry = dice.Chance(0.4) ? dice.Between(0, 4) : null,
        RetryTimeout = TimeSpan.FromSeconds(dice.Pick(1, 5, 30, 300, 300)),
        DuplicateKey = dice.Pick(
            DuplicateKeyMode.InOrder, DuplicateKeyMode.InOrder, DuplicateKeyMode.KeepLast, DuplicateKeyMode.Error),
        MaxWriteCapacity = dice.Chance(0.2) ? dice.Pick(1, 7, 100, 5000) : null,
        IndexCapacity = dice.Chance(0.5),
        ItemCollectionMetrics = dice.Chance(0.5),
        ReportWritten = dice.Chance(0.3),
        BufferBytes = dice.Chance(0.3) ? dice.Pick(1, 1000, 4000, 50_000) : new WriteOptions().BufferBytes,
        Linger = TimeSpan.FromMilliseconds(dice.Pick(0, 10, 1000)),
        RefusalLimit = dice.Pick(1, 5, 100),
    };

    private static Fault[] Faults(Dice dice)
    {
        Fault[] from = dice.Chance(0.15) ? [.. Everyday, .. Grave] : Everyday;
        double share = dice.Pick(0.1, 0.3, 1);
        Fault[] some = [.. from.Where(_ => dice.Chance(share))];
        return some.Length > 0 ? some : [dice.Pick(from)];
    }
}
