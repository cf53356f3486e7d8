using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Throttling;

namespace DdbBatch.Writing;

/// <summary>The way of one table's operations: their order per key, their queue, their pace, their counts.</summary>
internal sealed class Lane
{
    private readonly WriteOptions _options;
    private readonly Ledger _ledger;
    private readonly KeyGate _gate;
    private readonly HashSet<ItemKey>? _seen;

    public Lane(TableSchema schema, string requestTable, WriteOptions options, Ledger ledger, TimeSpan now)
    {
        Schema = schema;
        RequestTable = requestTable;
        _options = options;
        _ledger = ledger;
        _gate = new KeyGate(options.SettleTime);
        _seen = options.DuplicateKey == DuplicateKeyMode.Error ? [] : null;
        Pacer = new Pacer(options.MaxWriteCapacity, now);
        BodyStart = Encoding.UTF8.GetBytes($"{{\"RequestItems\":{{\"{JsonEncodedText.Encode(requestTable)}\":[");
        BodyEnd = Encoding.UTF8.GetBytes(
            $"]}},\"ReturnConsumedCapacity\":\"{(options.IndexCapacity ? "INDEXES" : "TOTAL")}\""
            + (options.ItemCollectionMetrics ? ",\"ReturnItemCollectionMetrics\":\"SIZE\"}" : "}"));
    }

    public TableSchema Schema { get; }

    /// <summary>The table as requests name it: its name or its ARN, as the user gave it.</summary>
    public string RequestTable { get; }

    /// <summary>A request's body up to its first operation.</summary>
    public byte[] BodyStart { get; }

    /// <summary>A request's body after its last operation.</summary>
    public byte[] BodyEnd { get; }

    public LaneQueue Queue { get; } = new();

    public Pacer Pacer { get; }

    public Tally Tally { get; } = new();

    /// <summary>Why the lane is closed; null while it is open.</summary>
    public OperationError? Closed { get; private set; }

    /// <summary>What its last failed request was answered.</summary>
    public OperationError? LastError { get; private set; }

    /// <summary>Operations that are waiting or in flight.</summary>
    public int BufferedCount { get; private set; }

    /// <summary>Requests in flight.</summary>
    public int InFlight { get; set; }

    /// <summary>
    /// Since when requests have failed with nothing written or refused; null while none has. Waiting, for the pace or
    /// for a key to settle, is no failure.
    /// </summary>
    public TimeSpan? FailingSince { get; private set; }

    /// <summary>Refusals by DynamoDB since something was last written, all for one reason.</summary>
    public int RefusalsInRow { get; private set; }

    private string? LastRefusal { get; set; }

    public bool HasRoom => BufferedCount < _options.BufferedOperations;

    /// <summary>Takes an operation in.</summary>
    public void Submit(WriteOperation operation, TimeSpan now)
    {
        if (BufferedCount == 0)
            FailingSince = null;
        BufferedCount++;
        _ledger.BufferedBytes += operation.BufferedBytes;
        if (Closed is not null)
            Settle(operation, OperationOutcome.Unprocessed, Closed);
        else if (_seen is not null && !_seen.Add(operation.Key))
            Settle(operation, OperationOutcome.Invalid, OperationError.DuplicateKey);
        else if (_gate.IsClosed(operation.Key))
            Settle(operation, OperationOutcome.Unprocessed, OperationError.BehindUnprocessed);
        else if (_options.DuplicateKey != DuplicateKeyMode.KeepLast || !TrySupersede(operation))
            Queued(operation, _gate.Enter(operation, now), now);
    }

    /// <summary>Takes note of a request of which something is to be sent again.</summary>
    public void Failed(OperationError error, TimeSpan now)
    {
        LastError = error;
        FailingSince ??= now;
    }

    /// <summary>Ends an operation that DynamoDB confirmed.</summary>
    public void Confirm(WriteOperation operation, TimeSpan now)
    {
        FailingSince = null;
        RefusalsInRow = 0;
        Settle(operation, OperationOutcome.Written, null);
        Leave(operation, now);
    }

    /// <summary>Ends an operation that DynamoDB refuses.</summary>
    public void Refuse(WriteOperation operation, OperationError error, TimeSpan now)
    {
        // An earlier attempt may have written it after all, and only this one have been refused.
        if (operation.AmbiguousAt is not null)
        {
            GiveUp(operation, error);
            return;
        }

        FailingSince = null;
        RefusalsInRow = LastRefusal == error.Message ? RefusalsInRow + 1 : 1;
        LastRefusal = error.Message;
        Settle(operation, OperationOutcome.Invalid, error);
        Leave(operation, now);
    }

    /// <summary>Ends an operation that wasn't confirmed, and with it all that wait behind it on its key.</summary>
    public void GiveUp(WriteOperation operation, OperationError error)
    {
        WriteOperation? waiting = _gate.Close(operation);
        Settle(operation, Unconfirmed(operation), error);
        while (waiting is not null)
        {
            WriteOperation? next = waiting.NextOnKey;
            waiting.NextOnKey = null;
            Settle(waiting, OperationOutcome.Unprocessed, OperationError.BehindUnprocessed);
            waiting = next;
        }
    }

    /// <summary>Gives up all that isn't in flight, and all that comes from now on.</summary>
    public void Close(OperationError error)
    {
        Closed ??= error;
        foreach (WriteOperation operation in Queue.TakeAll())
            GiveUp(operation, Closed);
    }

    private static OperationOutcome Unconfirmed(WriteOperation operation) =>
        operation.AmbiguousAt is null ? OperationOutcome.Unprocessed : OperationOutcome.Unknown;

    private bool TrySupersede(WriteOperation operation)
    {
        if (_gate.Last(operation.Key) is not { } last || !last.CanBeSuperseded)
            return false;
        if (_gate.Supersede(last, operation))
            Queue.Supersede(last, operation);
        return true;
    }

    private void Leave(WriteOperation operation, TimeSpan now)
    {
        if (_gate.Leave(operation, now, out TimeSpan dueAt) is not { } next)
            return;
        if (Closed is null)
            Queued(next, dueAt, now);
        else
            GiveUp(next, Closed);
    }

    private void Queued(WriteOperation operation, TimeSpan? dueAt, TimeSpan now)
    {
        operation.DueAt = dueAt ?? now;
        if (dueAt is null)
            operation.Stage = OperationStage.Behind;
        else if (dueAt > now)
            Queue.AddDelayed(operation);
        else
            Queue.AddFresh(operation);
    }

    private void Settle(WriteOperation operation, OperationOutcome outcome, OperationError? error)
    {
        // What was dropped in its favour comes first, so that a replay keeps the order.
        if (operation.Superseded is { } dropped)
        {
            operation.Superseded = null;
            bool written = outcome == OperationOutcome.Written;
            Settle(dropped, written ? OperationOutcome.Superseded : OperationOutcome.Unprocessed, error);
        }

        operation.Outcome = outcome;
        operation.Stage = OperationStage.Settled;
        operation.LastError = outcome == OperationOutcome.Written ? null : error;
        BufferedCount--;
        _ledger.Settle(this, operation);
    }
}
