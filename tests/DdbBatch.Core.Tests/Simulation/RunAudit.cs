using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>Checks one run's books against what truly happened.</summary>
internal sealed class RunAudit(WriteEngine engine, RunPlan plan, SimulatedTables tables, SimulatedDynamoDb dynamoDb)
{
    private readonly Lane?[] _lanes = new Lane?[SimulatedItems.Tables.Length];
    private readonly List<(SimulatedOperation Simulated, WriteOperation Operation)> _submitted = [];
    private readonly HashSet<WriteOperation> _reported = [];
    private readonly List<WriteOperation> _leftovers = [];
    private readonly List<Leftover> _passedOver = [];
    private readonly HashSet<Lane> _closed = [];
    private readonly HashSet<(int, int)>? _keys = plan.Options.DuplicateKey == DuplicateKeyMode.Error ? [] : null;
    private long _largestBytes;

    /// <summary>The lane of a table; null before it was opened.</summary>
    public Lane? Lane(int table) => _lanes[table];

    /// <summary>A table was opened.</summary>
    public void Opened(int table, Lane lane, TimeSpan now)
    {
        _lanes[table] = lane;
        dynamoDb.Counts(table).OpenedAt = now;
    }

    /// <summary>A row comes to a table that could not be opened: it is left over as it is.</summary>
    public void PassedOver(Leftover row) => _passedOver.Add(row);

    /// <summary>Records the reported operations; null without files.</summary>
    public SimulatedJournal? Journal { get; set; }

    public void Submitted(SimulatedOperation simulated, WriteOperation operation, TimeSpan start)
    {
        TableCounts counts = dynamoDb.Counts(simulated.Table);
        counts.Submitted++;
        counts.LargestUnits = Math.Max(counts.LargestUnits, operation.CapacityUnits);
        _largestBytes = Math.Max(_largestBytes, operation.BufferedBytes);
        bool isAgain = operation.ResentSettlesAt is not null && !(_keys?.Contains((simulated.Table, simulated.Key)) ?? false);
        tables.History(simulated).StartRun(isAgain, start + (operation.ResentSettlesAt ?? TimeSpan.Zero));
        _keys?.Add((simulated.Table, simulated.Key));
        _submitted.Add((simulated, operation));
    }

    /// <summary>An earlier run of the load has settled it.</summary>
    public void Skipped(SimulatedOperation simulated, WriteOperation operation)
    {
        _keys?.Add((simulated.Table, simulated.Key));
        if (!operation.IsLeft)
            dynamoDb.Counts(simulated.Table).HasWritten = true;
    }

    /// <summary>Operations have come out with their outcomes.</summary>
    public void Take(IEnumerable<SettledOperation> outcomes)
    {
        foreach (SettledOperation settled in outcomes)
        {
            WriteOperation operation = settled.Operation;
            SimulatedOperation simulated = SimulatedDynamoDb.Operation(operation);
            PromiseBrokenException.Unless(_reported.Add(operation), $"{simulated} is reported twice");
            PromiseBrokenException.Unless(settled.Lane == _lanes[simulated.Table], $"{simulated} is reported for another table");
            tables.History(simulated).Outcome = operation.Outcome;
            Journal?.Settled(settled);
            if (operation.Outcome.IsLeftover())
                _leftovers.Add(operation);
        }
    }

    /// <summary>The invariants at every moment.</summary>
    public void Check(TimeSpan now)
    {
        bool isOpen = true;
        for (int table = 0; table < _lanes.Length; table++)
        {
            if (_lanes[table] is not { } lane)
                continue;
            if (lane.Closed is null)
                PromiseBrokenException.Unless(lane.BufferedCount <= plan.Options.BufferedOperations, $"{lane.BufferedCount} operations buffered");
            else if (_closed.Add(lane) && dynamoDb.Counts(table).Requests > 0)
                CheckReason(lane, dynamoDb.Counts(table), now);
            isOpen &= lane.Closed is null;
        }

        PromiseBrokenException.Unless(
            !isOpen || engine.Ledger.BufferedBytes <= Math.Max(plan.Options.BufferBytes, _largestBytes),
            $"{engine.Ledger.BufferedBytes} bytes buffered");
    }

    /// <summary>The invariants at the end of the run.</summary>
    /// <returns>The leftovers, in the order in which they were reported.</returns>
    public IReadOnlyList<Leftover> Finish(TimeSpan now, TimeSpan engineTime)
    {
        PromiseBrokenException.Unless(engine.Ledger.BufferedBytes == 0, $"{engine.Ledger.BufferedBytes} bytes are still buffered");
        foreach ((SimulatedOperation simulated, WriteOperation operation) in _submitted)
            tables.History(simulated).Outcome = operation.Outcome;
        Dictionary<(int, int), OperationOutcome> behind = [];
        foreach ((SimulatedOperation simulated, WriteOperation operation) in Enumerable.Reverse(_submitted))
            CheckOutcome(simulated, operation, behind);
        for (int table = 0; table < _lanes.Length; table++)
        {
            if (_lanes[table] is { } lane)
                CheckTally(lane, dynamoDb.Counts(table), _submitted.Where(row => row.Simulated.Table == table).ToArray());
        }

        return [.. _leftovers.Select(operation => Leftover.Of(operation, now - engineTime)), .. _passedOver];
    }

    private void CheckReason(Lane lane, TableCounts counts, TimeSpan now)
    {
        if (lane.Closed!.Code == "RetryTimeout")
        {
            PromiseBrokenException.Unless(
                counts.ProgressAt == TimeSpan.MinValue || now - counts.ProgressAt >= plan.Options.RetryTimeout,
                $"{lane.RequestTable} is given up at {now} though it made progress at {counts.ProgressAt}");
        }

        if (lane.Closed.Code == "InputDoesNotMatchTable")
        {
            PromiseBrokenException.Unless(
                counts.LongestStreak >= plan.Options.RefusalLimit && !counts.HasWritten,
                $"{lane.RequestTable} is closed after {counts.LongestStreak} refusals, something written: {counts.HasWritten}");
        }

        if (lane.Closed.Code == "AccessDeniedException")
        {
            PromiseBrokenException.Unless(
                counts.LongestStreak >= plan.Options.RefusalLimit || !counts.HasWritten,
                $"{lane.RequestTable} is closed after {counts.LongestStreak} denials though something was written");
        }
    }

    private void CheckOutcome(
        SimulatedOperation simulated, WriteOperation operation, Dictionary<(int, int), OperationOutcome> later)
    {
        OperationHistory history = tables.History(simulated);
        OperationOutcome outcome = operation.Outcome;
        PromiseBrokenException.Unless(operation.Stage == OperationStage.Settled, $"{simulated} has no outcome");
        bool isRight = outcome switch
        {
            OperationOutcome.Written => history.IsConfirmed || (history.HasMetItself && history.MayBeWritten),
            OperationOutcome.ConditionFailed => history.WasConditionFalse && !history.HasLostAnswer
                && (history.MayBeWritten ? !history.HasMetItself || simulated.Kind == OperationKind.Delete : !history.TookEffect),
            OperationOutcome.Unprocessed => !history.IsConfirmed && !history.MayBeWritten && !history.TookEffect,
            OperationOutcome.Unknown => !history.IsConfirmed && history.MayBeWritten,
            OperationOutcome.Invalid => history.IsRefused
                ? !history.TookEffect || (history.MayBeWritten && !simulated.IsFaulty)
                : !history.MayBeWritten && history.Attempts == 0 && plan.Options.DuplicateKey == DuplicateKeyMode.Error,
            OperationOutcome.Superseded => plan.Options.DuplicateKey == DuplicateKeyMode.KeepLast && history.Attempts == 0
                && (!history.TookEffect || simulated.Kind == OperationKind.Update)
                && later.TryGetValue((simulated.Table, simulated.Key), out OperationOutcome next)
                && next is OperationOutcome.Written or OperationOutcome.Superseded,
            _ => false,
        };
        PromiseBrokenException.Unless(isRight, $"{simulated} is {outcome}, which isn't what happened to it");
        PromiseBrokenException.Unless(
            (operation.LastError is null) == !outcome.IsLeftover(),
            $"{simulated} is {outcome} for the reason '{operation.LastError}'");
        PromiseBrokenException.Unless(
            _reported.Contains(operation)
                == (plan.Options.ReportWritten || outcome == OperationOutcome.ConditionFailed || outcome.IsLeftover()),
            $"{simulated} is {outcome}, and that isn't reported as it should be");
        if (outcome != OperationOutcome.Invalid)
            later[(simulated.Table, simulated.Key)] = outcome;
    }

    private static void CheckTally(
        Lane lane, TableCounts counts, (SimulatedOperation Simulated, WriteOperation Operation)[] submitted)
    {
        PromiseBrokenException.Unless(lane.BufferedCount == 0 && lane.InFlight == 0, "something is still under way");
        PromiseBrokenException.Unless(lane.Tally.Total == counts.Submitted, $"{lane.Tally.Total} outcomes for {counts.Submitted} operations");
        foreach (OperationOutcome outcome in Enum.GetValues<OperationOutcome>())
        {
            int truly = submitted.Count(row => row.Operation.Outcome == outcome);
            PromiseBrokenException.Unless(lane.Tally[outcome] == truly, $"{lane.Tally[outcome]} counted as {outcome}, not {truly}");
        }

        PromiseBrokenException.Unless(lane.Tally.Attempts.Values.Sum() == counts.Submitted, "attempts don't add up");
        PromiseBrokenException.Unless(lane.Tally.Requests == counts.Requests, $"{lane.Tally.Requests} requests counted, not {counts.Requests}");
        PromiseBrokenException.Unless(lane.Tally.SentOperations == counts.SentOperations, "operations sent don't add up");
        PromiseBrokenException.Unless(lane.Tally.ThrottledOperations == counts.ThrottledOperations, "throttled operations don't add up");
        PromiseBrokenException.Unless(
            Math.Abs(lane.Tally.Capacity.Total - counts.ConsumedUnits) <= 1e-6 * (1 + counts.ConsumedUnits), "capacity doesn't add up");
    }
}
