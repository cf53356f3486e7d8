using System;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Pacing;

namespace DdbBatch.Writing;

/// <summary>The way of one table's operations: their order per key, their queue, their pace, their counts.</summary>
internal sealed class Lane
{
    private readonly WriteOptions _options;
    private readonly Ledger _ledger;
    private readonly KeyGate _gate = new();
    private readonly UnsettledOperations _unsettled = new();
    private readonly SeenKeys? _seen;
    private TimeSpan _progressAt;

    public Lane(TableSchema schema, string requestTable, WriteOptions options, Ledger ledger, Pacer pacer)
    {
        Schema = schema;
        RequestTable = requestTable;
        _options = options;
        _ledger = ledger;
        _seen = options.DuplicateKey == DuplicateKeyMode.Error ? new() : null;
        Pacer = pacer;
        Refusals = new RefusalStreak(options.RefusalLimit);
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

    /// <summary>Operations that are waiting or in flight.</summary>
    public int BufferedCount => _unsettled.Count;

    /// <summary>Requests in flight.</summary>
    public int InFlight { get; set; }

    /// <summary>
    /// Since when requests have failed with nothing written or refused: the time at which the first of them was sent; null
    /// while none has failed. Waiting, for the pace or for a key to settle, is no failure.
    /// </summary>
    public TimeSpan? FailingSince { get; private set; }

    /// <summary>Why the last request has failed; null while none has.</summary>
    public OperationError? LastFailure { get; private set; }

    /// <summary>Operations that are refused one after the other.</summary>
    public RefusalStreak Refusals { get; }

    /// <summary>True once something was written, by this run or by an earlier one that it resumes.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>True if the last request was a part of a refused batch.</summary>
    public bool HasSentSuspect { get; set; }

    public bool HasRoom => BufferedCount < _options.BufferedOperations;

    /// <summary>Takes an operation in.</summary>
    public void Submit(WriteOperation operation, TimeSpan now)
    {
        if (BufferedCount == 0)
            Progress(now);
        _unsettled.Add(operation);
        _ledger.BufferedBytes += operation.BufferedBytes;
        operation.IsDuplicate = _seen is not null && !_seen.Add(operation.Key);
        RecallEarlierRun(operation, now);
        bool isFirst = _gate.Last(operation.Key) is null;
        if (_gate.IsClosed(operation.Key))
            Settle(operation, OperationOutcome.Unprocessed, OperationError.BehindUnprocessed);
        // What isn't to be sent waits too for those before it on its key: reported in order, it is replayed in order.
        else if (isFirst && (Closed is not null || operation.IsDuplicate))
            Settle(operation, OperationOutcome.Unprocessed, Closed);
        else if (_options.DuplicateKey != DuplicateKeyMode.KeepLast || !TrySupersede(operation))
            Queued(operation, _gate.Enter(operation, now), now);
    }

    /// <summary>Takes note of an operation that an earlier run has settled: its key was seen, or is closed.</summary>
    public void Skip(WriteOperation operation)
    {
        _seen?.Add(operation.Key);
        if (operation.IsLeft)
            _gate.Close(operation);
        else
            HasWritten = true;
    }

    /// <summary>Records that DynamoDB has decided something, so that the table isn't failing.</summary>
    public void Progress(TimeSpan now)
    {
        FailingSince = null;
        LastFailure = null;
        _progressAt = now;
    }

    /// <summary>Records that a request has failed.</summary>
    /// <param name="sentAt">When it was sent: an attempt that lasts a minute has failed for a minute.</param>
    /// <param name="error">Why.</param>
    public void Fail(TimeSpan sentAt, OperationError error)
    {
        FailingSince ??= sentAt > _progressAt ? sentAt : _progressAt;
        LastFailure = error;
    }

    /// <summary>Ends an operation that DynamoDB confirmed.</summary>
    public void Confirm(WriteOperation operation, TimeSpan now)
    {
        Progress(now);
        HasWritten = true;
        Settle(operation, OperationOutcome.Written, null);
        Leave(operation, now);
    }

    /// <summary>
    /// Ends an operation that DynamoDB refuses. The next one on its key waits until earlier attempts without an answer can no
    /// longer take effect.
    /// </summary>
    public void Refuse(WriteOperation operation, OperationError error, TimeSpan now)
    {
        Progress(now);
        if (operation.Superseded is { } dropped)
            _gate.Restore(dropped, operation);
        Settle(operation, OperationOutcome.Invalid, error);
        Leave(operation, now);
    }

    /// <summary>Ends an operation that wasn't confirmed, and with it all that wait behind it on its key.</summary>
    public void GiveUp(WriteOperation operation, OperationError error)
    {
        _gate.Close(operation);
        Settle(operation, OperationOutcome.Unprocessed, error);
        while (KeyGate.TakeNext(operation) is { } waiting)
        {
            Settle(waiting, OperationOutcome.Unprocessed, OperationError.BehindUnprocessed);
            operation = waiting;
        }
    }

    /// <summary>Gives up all that isn't in flight, and all that comes from now on.</summary>
    public void Close(OperationError error)
    {
        Closed ??= error;
        foreach (WriteOperation operation in Queue.TakeAll())
            GiveUp(operation, Closed);
    }

    /// <summary>
    /// Gives every operation an outcome, whatever state it is in: what is in flight is Unknown, because nobody waits for the
    /// answer any more, and the rest was not written.
    /// </summary>
    /// <param name="error">Why; a lane that is closed keeps its own reason.</param>
    /// <param name="settlesAt">When no request that is in flight can take effect any more.</param>
    public void Abandon(OperationError error, TimeSpan settlesAt)
    {
        Closed ??= error;
        InFlight = 0;
        while (_unsettled.First is { } operation)
        {
            if (operation.Stage == OperationStage.InFlight)
            {
                operation.MayBeWritten = true;
                operation.SettlesAt = settlesAt;
            }

            _gate.Close(operation);
            Report(operation, OperationOutcome.Unprocessed, Closed);
        }
    }

    private void RecallEarlierRun(WriteOperation operation, TimeSpan now)
    {
        // No run of a load sends a duplicate.
        if (operation.IsDuplicate)
            operation.ResentSettlesAt = null;
        operation.MayBeWritten |= operation.ResentSettlesAt is not null;
        // The time was noted by a clock that may be ahead of this machine's.
        TimeSpan latest = now + _options.SettleTime;
        if (operation.SettlesAt > latest)
            operation.SettlesAt = latest;
    }

    private bool TrySupersede(WriteOperation operation)
    {
        // A leftover whose key may not have settled can't go as early as the one before it.
        if (operation.SettlesAt is not null || _gate.Last(operation.Key) is not { CanBeSuperseded: true } last)
            return false;
        _gate.Supersede(last, operation);
        Queue.Supersede(last, operation);
        return true;
    }

    private void Leave(WriteOperation operation, TimeSpan now)
    {
        WriteOperation? next = _gate.Leave(operation, now, out TimeSpan dueAt);
        while (next is { IsDuplicate: true })
        {
            Settle(next, OperationOutcome.Invalid, OperationError.DuplicateKey);
            next = _gate.Leave(next, now, out dueAt);
        }

        if (next is not null && Closed is not null)
            GiveUp(next, Closed);
        else if (next is not null)
            Queued(next, dueAt, now);
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
        bool isWritten = outcome == OperationOutcome.Written;
        foreach (WriteOperation dropped in operation.Dropped())
            Report(dropped, isWritten ? OperationOutcome.Superseded : OperationOutcome.Unprocessed, error);
        Report(operation, outcome, error);
    }

    private void Report(WriteOperation operation, OperationOutcome outcome, OperationError? error)
    {
        if (operation.IsDuplicate)
            (outcome, error) = (operation.MayBeWritten ? OperationOutcome.Unknown : OperationOutcome.Invalid, OperationError.DuplicateKey);
        bool isLeft = outcome is not (OperationOutcome.Written or OperationOutcome.Superseded);
        operation.Outcome = outcome == OperationOutcome.Unprocessed && operation.MayBeWritten ? OperationOutcome.Unknown : outcome;
        operation.Stage = OperationStage.Settled;
        operation.LastError = isLeft ? error : null;
        // Also one that never came as far as its key's gate.
        if (isLeft)
            operation.SettlesAt ??= operation.ResentSettlesAt;
        if (isLeft && _gate.SettlesAt(operation.Key) is { } settlesAt && !(operation.SettlesAt > settlesAt))
            operation.SettlesAt = settlesAt;
        _ledger.Settle(this, operation);
        _unsettled.Remove(operation);
    }
}
