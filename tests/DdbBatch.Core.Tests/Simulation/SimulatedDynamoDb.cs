using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// DynamoDB in memory, and the network before it, for one run: enforces what a request must keep to, carries it out, and
/// answers it, with whatever goes wrong according to the plan.
/// </summary>
internal sealed class SimulatedDynamoDb(RunPlan plan, int? gatewayBytes, SimulatedTables tables, TimeSpan start)
{
    private readonly TableCounts[] _counts = [.. SimulatedItems.Tables.Select(_ => new TableCounts())];
    private ulong _requests;
    private int _inFlight;

    public TableCounts Counts(int table) => _counts[table];

    /// <summary>Takes a request in.</summary>
    public Flight Send(BatchRequest request, TimeSpan now)
    {
        _inFlight++;
        TableCounts counts = _counts[Operation(request.Operations[0]).Table];
        int bodyBytes = request.ToBody().Length;
        CheckLimits(request, bodyBytes, counts, now);
        foreach (WriteOperation operation in request.Operations)
            Begin(operation, now);
        Dice dice = new(plan.Seed, ++_requests);
        Fault fault = IsFaulty(now, dice) ? dice.Pick(plan.Faults) : Fault.None;
        TimeSpan latency = fault == Fault.Timeout ? plan.Timeout : dice.Time(plan.MaxLatency);
        return new Flight(request, bodyBytes, counts, dice, fault, now, now + latency);
    }

    /// <summary>Answers a request; what it does to the tables is settled then, though it may take effect later.</summary>
    public CallAnswer Answer(Flight flight, Fault fault, TimeSpan now)
    {
        _inFlight--;
        flight.Counts.Requests++;
        flight.Counts.SentOperations += flight.Request.Operations.Count;
        foreach (SimulatedOperation operation in flight.Operations)
            tables.End(operation, now);
        return fault switch
        {
            Fault.None or Fault.SomeUnprocessed => CarryOut(flight, fault, now),
            Fault.ProvisionedThroughputExceeded => Throttle(flight, 400, "ProvisionedThroughputExceededException", now),
            Fault.Throttling => Throttle(flight, 400, "ThrottlingException", now),
            Fault.RequestLimitExceeded => Throttle(flight, 400, "RequestLimitExceeded", now),
            Fault.ReplicatedWriteConflict => Fail(flight, Error(400, "ReplicatedWriteConflictException")),
            Fault.ConnectionRefused => Fail(GiveBack(flight), new CallAnswer.NoAnswer(false, "ConnectionFailed", "refused")),
            Fault.ExpiredToken => Fail(GiveBack(flight), Error(400, "ExpiredTokenException")),
            Fault.ResourceNotFound => Fail(flight, Error(400, "ResourceNotFoundException")),
            Fault.AccessDenied => Deny(flight, now),
            Fault.InternalServerError => LoseTrack(flight, fault, Error(500, "InternalServerError"), now),
            Fault.ServiceUnavailable => LoseTrack(flight, fault, Error(503, "ServiceUnavailable"), now),
            _ => LoseTrack(flight, fault, new CallAnswer.NoAnswer(true, fault.ToString(), "no answer to be trusted"), now),
        };
    }

    /// <summary>A request that was cancelled before it was sent.</summary>
    public CallAnswer Refrain(BatchRequest request)
    {
        TableCounts counts = _counts[Operation(request.Operations[0]).Table];
        counts.Requests++;
        counts.SentOperations += request.Operations.Count;
        return new CallAnswer.NoAnswer(false, "Stopped", "cancelled before it was sent");
    }

    /// <summary>Answers a DescribeTable, with whatever goes wrong.</summary>
    public (CallAnswer Answer, TimeSpan Latency) Describe(string table, TimeSpan now, TimeSpan? timeout)
    {
        Dice dice = new(plan.Seed, ++_requests);
        TimeSpan latency = dice.Time(plan.MaxLatency);
        if (!IsFaulty(now, dice))
            return (new CallAnswer.Description(Description(table)), latency);
        CallAnswer answer = dice.Pick<CallAnswer>(
            Error(400, "ThrottlingException") with { RetryAfter = dice.Time(TimeSpan.FromSeconds(3)) },
            Error(500, "InternalServerError"),
            Error(503, "ServiceUnavailable"),
            new CallAnswer.NoAnswer(true, "Timeout", "no answer"));
        return (answer, answer is CallAnswer.NoAnswer && timeout < plan.Timeout ? timeout.Value : latency);
    }

    /// <summary>The client no longer waits for the answer.</summary>
    public void Forget(Flight flight, TimeSpan now) =>
        LoseTrack(flight, Fault.Abandoned, new CallAnswer.NoAnswer(true, "Abandoned", "killed"), now);

    /// <summary>The rows that an operation carries out: its own, after those that were merged into it.</summary>
    public static IReadOnlyList<SimulatedOperation> Rows(WriteOperation operation) =>
        operation.IsMerged ? [.. operation.Dropped().Select(Operation), Operation(operation)] : [Operation(operation)];

    public static SimulatedOperation Operation(WriteOperation operation) => (SimulatedOperation)operation.Input!;

    private static CallAnswer.ServiceError Error(int status, string code) => new(status, code, $"simulated {code}");

    private static TableDescription Description(string table) => new(
        SimulatedItems.Tables.First(schema => schema.TableName == table), table, new Throughput(null, []));

    private bool IsFaulty(TimeSpan now, Dice dice) => now - start < plan.FaultsEnd && dice.Chance(plan.FaultRate);

    private void CheckLimits(BatchRequest request, int bodyBytes, TableCounts counts, TimeSpan now)
    {
        PromiseBrokenException.Unless(_inFlight <= plan.Options.MaxRequests, $"{_inFlight} requests in flight");
        PromiseBrokenException.Unless(
            request.Operations.Count >= 1 && request.Operations.Count <= request.Form.MaxOperations && request.Form.MaxOperations <= 25,
            $"{request.Operations.Count} operations in one request");
        PromiseBrokenException.Unless(
            request.Operations.All(operation => CanCarry(request.Form, Operation(operation))), $"a {request.Form} with other operations");
        PromiseBrokenException.Unless(bodyBytes <= 16 * 1024 * 1024, $"{bodyBytes} bytes in one request");
        int table = Operation(request.Operations[0]).Table;
        PromiseBrokenException.Unless(
            request.Operations.All(operation => Operation(operation).Table == table), "two tables in one request");
        counts.Units += request.Operations.Sum(operation => operation.CapacityUnits);
        // One request's worth of slack: an operation can't be sent in parts.
        double allowed = plan.Options.MaxWriteCapacity * (now - counts.OpenedAt).TotalSeconds + counts.LargestUnits + 1e-6
            ?? double.PositiveInfinity;
        PromiseBrokenException.Unless(
            plan.ConsumedPerUnit > 1 || counts.Units <= allowed, $"{counts.Units} WCU by {now}, at most {allowed}");
    }

    // That no key is in the request twice follows: the first one of the two is under way when the second sets out.
    private void Begin(WriteOperation operation, TimeSpan now)
    {
        SimulatedOperation simulated = Operation(operation);
        OperationHistory history = tables.History(simulated);
        PromiseBrokenException.Unless(operation.Stage == OperationStage.InFlight, $"{simulated} is sent as {operation.Stage}");
        PromiseBrokenException.Unless(history.Outcome is null, $"{simulated} is sent though it was {history.Outcome}");
        PromiseBrokenException.Unless(!history.IsConfirmed, $"{simulated} is sent though it was confirmed");
        PromiseBrokenException.Unless(!history.IsRefused, $"{simulated} is sent though it was refused");
        PromiseBrokenException.Unless(history.NotBefore <= now, $"{simulated} is sent before {history.NotBefore}");
        PromiseBrokenException.Unless(
            !(history.Failures > plan.Options.MaxRetry), $"{simulated} is sent after {history.Failures} failures");
        history.Attempts++;
        tables.Begin(simulated, now, isAgain: operation.ResentSettlesAt is not null);
    }

    private static bool CanCarry(RequestForm form, SimulatedOperation operation) =>
        form == RequestForm.Batch ? operation is { IsConditional: false, Kind: OperationKind.Put or OperationKind.Delete }
        : form == RequestForm.Single || (operation.Kind == OperationKind.Insert && !operation.OnlyIfNewer);

    private CallAnswer CarryOut(Flight flight, Fault fault, TimeSpan now)
    {
        if (Refuse(flight, now) is { } refused)
            return refused;
        double share = fault == Fault.SomeUnprocessed ? flight.Dice.Pick(0.05, 0.5, 1) : 0;
        bool isSingle = flight.Request.Form == RequestForm.Single;
        List<int> unprocessed = [];
        List<OperationFailure> failures = [];
        double units = 0;
        for (int i = 0; i < flight.Request.Operations.Count; i++)
        {
            SimulatedOperation operation = Operation(flight.Request.Operations[i]);
            bool isLeft = !operation.IsRefused(flight.SentAt) && IsLeft(operation, share, flight.Dice);
            if (isLeft && isSingle)
                return Throttle(flight, 400, "ProvisionedThroughputExceededException", now);
            if (isLeft && flight.Request.Form == RequestForm.Statements)
                failures.Add(new(i, FailStatement(flight, operation, now)));
            else if (isLeft)
                unprocessed.Add(i);
            // A statement that fails for another reason than capacity costs as much as one that succeeds.
            if (!isLeft || (failures.Count > 0 && failures[^1] is var last && last.Index == i && !IsThrottled(last.Error)))
                units += flight.Request.Operations[i].CapacityUnits;
            if (isLeft)
                tables.History(operation).Failures++;
            else if (operation.IsRefused(flight.SentAt))
                failures.Add(new(i, Error(400, StatementCode(operation.Refusal!))));
            else if (Write(flight, i, now) is { } falseCondition && isSingle)
                return falseCondition;
            else if (tables.History(operation).WasConditionFalse && !tables.History(operation).IsConfirmed)
                failures.Add(new(i, Error(400, flight.Dice.Pick("DuplicateItem", "ConditionalCheckFailed"))));
        }

        RefuseStatements(flight, failures, now);
        flight.Counts.ThrottledOperations += unprocessed.Count + failures.Count(failure => IsThrottled(failure.Error));
        double consumed = units * plan.ConsumedPerUnit;
        flight.Counts.ConsumedUnits += consumed;
        return new CallAnswer.Success(unprocessed) { Failures = failures, Capacity = new CapacityUse { Total = consumed } };
    }

    // The error if its condition is false.
    private CallAnswer.ServiceError? Write(Flight flight, int index, TimeSpan now)
    {
        SimulatedOperation operation = Operation(flight.Request.Operations[index]);
        TimeSpan at = flight.SentAt + flight.Dice.Time(now - flight.SentAt);
        Disturb(flight, operation, at);
        flight.Counts.RefusalsInRow = 0;
        flight.Counts.Progress(now);
        flight.Counts.HasWritten = true;
        SimulatedState? item = operation.IsConditional ? tables.ItemAt(operation, at) : null;
        foreach (SimulatedOperation row in flight.Rows[index])
        {
            OperationHistory history = tables.History(row);
            if (operation.IsConditional && !SimulatedState.Holds(operation, item))
            {
                history.WasConditionFalse = true;
                history.HasMetItself |= flight.Request.Form == RequestForm.Single && SimulatedState.IsAsLeftBy(operation, item);
                continue;
            }

            history.IsConfirmed = true;
            tables.Apply(row, at);
        }

        return tables.History(operation).IsConfirmed
            ? null
            : Error(400, "ConditionalCheckFailedException") with { ExistingItem = item?.ToItem(SimulatedItems.KeyJson(operation)) };
    }

    private void Disturb(Flight flight, SimulatedOperation operation, TimeSpan before)
    {
        if (operation.MeetsOther && !tables.History(operation).HasMetOther && flight.Dice.Chance(0.5))
            tables.Disturb(operation, flight.SentAt + flight.Dice.Time(before - flight.SentAt));
    }

    // A statement of a batch that may be sent again.
    private CallAnswer.ServiceError FailStatement(Flight flight, SimulatedOperation operation, TimeSpan now)
    {
        string code = flight.Dice.Pick(
            "ProvisionedThroughputExceeded", "ThrottlingError", "RequestLimitExceeded", "TransactionConflict", "InternalServerError");
        if (code == "InternalServerError")
            LoseTrack(flight, operation, [operation], now, flight.Dice.Pick(0, 0.5, 1));
        return Error(400, code);
    }

    private static bool IsThrottled(CallAnswer.ServiceError error) => error.Code is "ProvisionedThroughputExceeded" or "ThrottlingError" or "RequestLimitExceeded";

    private static string StatementCode(string code) => code switch
    {
        "ValidationException" => "ValidationError",
        "ItemCollectionSizeLimitExceededException" => "ItemCollectionSizeLimitExceeded",
        "AccessDeniedException" => "AccessDenied",
        _ => code,
    };

    // Only if DynamoDB refuses all of its statements, the batch counts as refused.
    private void RefuseStatements(Flight flight, List<OperationFailure> failures, TimeSpan now)
    {
        OperationFailure[] refused = [.. failures.Where(failure => Operation(flight.Request.Operations[failure.Index]).IsRefused(flight.SentAt))];
        if (refused.Length < flight.Request.Operations.Count)
            flight.Counts.RefusalsInRow = 0;
        flight.Counts.StartRefusals();
        foreach (OperationFailure failure in refused)
        {
            SimulatedOperation operation = Operation(flight.Request.Operations[failure.Index]);
            // A denial closes the table unless something was written to it.
            if (failure.Error.Code == "AccessDenied" && !flight.Counts.HasWritten)
                continue;
            OperationHistory history = tables.History(operation);
            history.IsRefused = operation.IsFaulty || history.MayChangeUntil <= start + flight.Request.SentAt;
            if (history.IsRefused && refused.Length == flight.Request.Operations.Count)
                flight.Counts.Refuse(operation.Refusal == "AccessDeniedException" ? operation.Refusal : failure.Error.Code);
            flight.Counts.Progress(now);
        }
    }

    private bool IsLeft(SimulatedOperation operation, double share, Dice dice)
    {
        OperationHistory history = tables.History(operation);
        if (history.LeftUnprocessed >= operation.UnprocessedTimes)
            return share > 0 && dice.Chance(share);
        history.LeftUnprocessed++;
        return true;
    }

    // DynamoDB refuses the whole request for any bad operation in it, and something before it may for its length.
    private CallAnswer? Refuse(Flight flight, TimeSpan now)
    {
        SimulatedOperation? bad = flight.Request.Form == RequestForm.Statements ? null : Bad(flight);
        bool isTooLong = flight.BodyBytes > gatewayBytes;
        if (bad is null && !isTooLong)
            return null;
        RefuseAlone(GiveBack(flight), isTooLong ? "" : bad!.Refusal!, !isTooLong && bad!.IsFaulty, now);
        return isTooLong
            ? new CallAnswer.ServiceError(413, "", "")
            : new CallAnswer.ServiceError(400, bad!.Refusal!, $"a value of its own: {bad.Id}");
    }

    private static SimulatedOperation? Bad(Flight flight) =>
        flight.Rows.SelectMany(rows => rows).FirstOrDefault(row => row.IsRefused(flight.SentAt));

    // Once something was written on the table, a denial is of some of the keys: the request is bisected.
    private CallAnswer.ServiceError Deny(Flight flight, TimeSpan now)
    {
        if (flight.Counts.HasWritten)
            RefuseAlone(GiveBack(flight), "AccessDeniedException", isFaulty: false, now);
        return Error(400, "AccessDeniedException");
    }

    private void RefuseAlone(Flight flight, string code, bool isFaulty, TimeSpan now)
    {
        if (flight.Request.Operations.Count > 1)
            return;
        OperationHistory history = tables.History(Operation(flight.Request.Operations[0]));
        // No effect of an earlier attempt can change it. The sender may start late: the client knows when it gave the request out.
        bool isFinal = isFaulty || history.MayChangeUntil <= start + flight.Request.SentAt;
        flight.Counts.StartRefusals();
        if (isFinal)
            flight.Counts.Refuse(code);
        // Rows that were merged are sent one by one from now on.
        history.IsRefused = isFinal && flight.Rows[0].Count == 1;
        flight.Counts.Progress(now);
    }

    // An operation that was not carried out has cost nothing.
    private static Flight GiveBack(Flight flight)
    {
        flight.Counts.Units -= flight.Request.Operations.Sum(operation => operation.CapacityUnits);
        return flight;
    }

    private CallAnswer Throttle(Flight flight, int status, string code, TimeSpan now)
    {
        TimeSpan? retryAfter = flight.Dice.Chance(0.2) ? flight.Dice.Time(TimeSpan.FromSeconds(3)) : null;
        foreach (SimulatedOperation operation in flight.Operations)
            tables.History(operation).NotBefore = now + (retryAfter ?? TimeSpan.Zero);
        flight.Counts.RefusalsInRow = 0;
        flight.Counts.ThrottledOperations += flight.Request.Operations.Count;
        return Fail(flight, Error(status, code) with { RetryAfter = retryAfter, ThrottlingReasons = ["why"] });
    }

    private CallAnswer Fail(Flight flight, CallAnswer answer)
    {
        foreach (SimulatedOperation operation in flight.Operations)
            tables.History(operation).Failures++;
        return answer;
    }

    private CallAnswer LoseTrack(Flight flight, Fault fault, CallAnswer answer, TimeSpan now)
    {
        bool isStatements = flight.Request.Form == RequestForm.Statements;
        bool isRefused = (!isStatements && Bad(flight) is not null) || flight.BodyBytes > gatewayBytes;
        double share = isRefused || fault == Fault.ResetBeforeWriting ? 0
            : fault == Fault.ResetAfterWriting ? 1
            : flight.Dice.Pick(0, 0.5, 1);
        for (int i = 0; i < flight.Rows.Count; i++)
        {
            SimulatedOperation operation = Operation(flight.Request.Operations[i]);
            LoseTrack(flight, operation, flight.Rows[i], now, operation.IsRefused(flight.SentAt) ? 0 : share);
        }

        return Fail(flight, answer);
    }

    private void LoseTrack(
        Flight flight, SimulatedOperation operation, IReadOnlyList<SimulatedOperation> rows, TimeSpan now, double share)
    {
        TimeSpan end = now + plan.Options.SettleTime;
        tables.End(operation, end);
        TimeSpan latest = flight.Dice.Pick(now, end - TimeSpan.FromTicks(1));
        TimeSpan at = flight.Dice.Chance(0.5) ? latest : flight.SentAt + flight.Dice.Time(latest - flight.SentAt);
        bool takesEffect = share > 0 && flight.Dice.Chance(share);
        foreach (SimulatedOperation row in rows)
        {
            tables.History(row).MayBeWritten = tables.History(row).HasLostAnswer = true;
            tables.History(row).MayChangeUntil = end;
            if (takesEffect)
                tables.Apply(row, at);
        }

        Disturb(flight, operation, latest);
    }
}
