using System;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Pacing;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>One table's operations: their order per key, their queue, their pace, their counts.</summary>
internal sealed class Lane
{
    private readonly WriteOptions _options;
    private readonly Ledger _ledger;
    private readonly KeyGate _gate = new();
    private readonly UnsettledOperations _unsettled = new();
    private readonly SeenKeys? _seen;
    private readonly KeepLast? _keepLast;
    private readonly UnmarkedKeys? _unmarked;

    public Lane(TableSchema schema, string requestTable, WriteOptions options, Ledger ledger, Pacer pacer)
    {
        Schema = schema;
        RequestTable = requestTable;
        _options = options;
        _ledger = ledger;
        _seen = options.DuplicateKey == DuplicateKeyMode.Error ? new() : null;
        _keepLast = options.DuplicateKey == DuplicateKeyMode.KeepLast ? new(_gate, Queue, schema) : null;
        _unmarked = options.HasCheckpoint ? new() : null;
        Pacer = pacer;
        Refusals = new RefusalStreak(options.RefusalLimit);
        Bodies = new WriteBodies(schema, requestTable, options.IndexCapacity, options.ItemCollectionMetrics);
    }

    public TableSchema Schema { get; }

    /// <summary>The table as requests name it: its name or its ARN, as the user gave it.</summary>
    public string RequestTable { get; }

    /// <summary>The bodies of its requests.</summary>
    public WriteBodies Bodies { get; }

    public LaneQueue Queue { get; } = new();

    public Pacer Pacer { get; }

    public Tally Tally { get; } = new();

    /// <summary>Whether its requests fail.</summary>
    public LaneHealth Health { get; } = new();

    /// <summary>Operations that are refused one after the other.</summary>
    public RefusalStreak Refusals { get; }

    /// <summary>The reason why the lane is closed; null while it is open.</summary>
    public OperationError? Closed { get; private set; }

    /// <summary>Operations that are waiting or in flight.</summary>
    public int BufferedCount => _unsettled.Count;

    /// <summary>Requests in flight.</summary>
    public int InFlight { get; set; }

    /// <summary>True if the last request was a part of a refused batch.</summary>
    public bool HasSentSuspect { get; set; }

    public bool HasRoom => BufferedCount < _options.BufferedOperations;

    /// <summary>Adds an operation.</summary>
    public void Submit(WriteOperation operation, TimeSpan now)
    {
        if (BufferedCount == 0)
            Health.Progress(now);
        _unsettled.Add(operation);
        _ledger.BufferedBytes += operation.BufferedBytes;
        operation.IsDuplicate = _seen is not null && !_seen.Add(operation.Key);
        RecallEarlierRun(operation, now);
        if (operation.Form == RequestForm.Statements && !Bodies.Inserts.Fits(operation.Item.Json))
            operation.SendAlone();
        bool isFirst = _gate.Last(operation.Key) is null;
        if (_gate.IsClosed(operation.Key))
            Settle(operation, OperationOutcome.Unprocessed, OperationError.BehindUnprocessed);
        // An operation that is not to be sent waits too for those before it on its key: reported in order, it is replayed in order.
        else if (isFirst && (Closed is not null || operation.IsDuplicate))
            Settle(operation, OperationOutcome.Unprocessed, Closed);
        else if (_keepLast is null || !_keepLast.TrySupersede(operation))
            Queued(operation, _gate.Enter(operation, now), now);
    }

    /// <summary>Records an operation that an earlier run has settled: its key was seen, or is closed.</summary>
    public void Skip(WriteOperation operation)
    {
        _seen?.Add(operation.Key);
        if (operation.IsLeft)
            _gate.Close(operation);
        else
            Health.Write();
    }

    /// <summary>Ends an operation that DynamoDB has carried out.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="outcome">Written, or ConditionFailed if it has checked the condition, which was false.</param>
    /// <param name="now">The time.</param>
    public void Confirm(WriteOperation operation, OperationOutcome outcome, TimeSpan now)
    {
        Health.Progress(now);
        Health.Write();
        _unmarked?.Add(operation);
        Settle(operation, outcome, null);
        Leave(operation, now);
    }

    /// <summary>
    /// Ends an operation that DynamoDB refuses. The next one on its key waits until earlier attempts without an answer can no
    /// longer take effect.
    /// </summary>
    public void Refuse(WriteOperation operation, OperationError error, TimeSpan now)
    {
        Health.Progress(now);
        if (operation is { IsMerged: true, Superseded: { } merged })
        {
            Separate(merged, operation, now);
            return;
        }

        if (operation.Superseded is { } dropped)
            _gate.Restore(dropped, operation);
        Settle(operation, OperationOutcome.Invalid, error);
        Leave(operation, now);
    }

    /// <summary>Ends an operation that was not confirmed, and with it all operations that wait for it on its key.</summary>
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

    /// <summary>Gives up all operations that are not in flight, and all later ones.</summary>
    public void Close(OperationError error)
    {
        Closed ??= error;
        foreach (WriteOperation operation in Queue.TakeAll())
            GiveUp(operation, Closed);
    }

    /// <summary>
    /// Gives every operation an outcome, whatever its state: those in flight are Unknown, because their answers are no
    /// longer awaited, and the others were not written.
    /// </summary>
    /// <param name="error">The reason; a closed lane keeps its own reason.</param>
    /// <param name="settlesAt">The time after which no request in flight can take effect.</param>
    public void Abandon(OperationError error, TimeSpan settlesAt)
    {
        Closed ??= error;
        InFlight = 0;
        while (_unsettled.First is { } operation)
        {
            bool isSent = operation.Latest == operation || operation.Latest.IsMerged;
            if (isSent && operation.Latest.Stage == OperationStage.InFlight)
                operation.LoseAnswer(settlesAt);
            else if (isSent)
                operation.MayBeWritten |= operation.Latest.MayBeWritten;
            _gate.Close(operation);
            Report(operation, OperationOutcome.Unprocessed, Closed);
        }
    }

    /// <summary>Makes the operations sendable that have waited for a checkpoint with all rows up to one.</summary>
    public void Mark(long row, TimeSpan now)
    {
        _unmarked?.Mark(row);
        foreach (WriteOperation operation in Queue.TakeMarked(row))
            Queued(operation, _gate.DueAt(operation.Key, now), now);
    }

    private void RecallEarlierRun(WriteOperation operation, TimeSpan now)
    {
        // No run of a load sends a duplicate.
        if (operation.IsDuplicate)
            operation.ResentSettlesAt = null;
        operation.MayBeWritten |= operation.ResentSettlesAt is not null;
        // The time was recorded by a clock that may be ahead of this machine's.
        TimeSpan latest = now + _options.SettleTime;
        if (operation.SettlesAt > latest)
            operation.SettlesAt = latest;
    }

    // Any of the merged rows may be at fault, so each is sent by itself, in order.
    private void Separate(WriteOperation merged, WriteOperation later, TimeSpan now)
    {
        KeyGate.Separate(merged, later);
        later.Separate();
        later.Wait(now);
        if (later.HasLostAnswer)
            merged.LoseAnswer(later.SettlesAt!.Value);
        if (Closed is not null)
            GiveUp(merged, Closed);
        else
            Queue.AddFresh(merged, now);
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
        if (dueAt is not { } due)
            operation.Wait(now);
        else if (_unmarked?.RowBefore(operation) is { } row)
            Queue.AddUnmarked(operation, row, now);
        else if (due > now)
            Queue.AddDelayed(operation, due);
        else
            Queue.AddFresh(operation, due);
    }

    private void Settle(WriteOperation operation, OperationOutcome outcome, OperationError? error)
    {
        // Operations that were dropped in its favour come first, so that a replay keeps the order.
        foreach (WriteOperation dropped in operation.Dropped())
        {
            dropped.MayBeWritten |= operation.IsMerged && operation.MayBeWritten;
            Report(dropped, outcome == OperationOutcome.Written ? OperationOutcome.Superseded : outcome, error);
        }

        Report(operation, outcome, error);
    }

    private void Report(WriteOperation operation, OperationOutcome outcome, OperationError? error)
    {
        if (operation.IsDuplicate)
            (outcome, error) = (UnknownVerdict.OfDuplicate(operation.MayBeWritten), OperationError.DuplicateKey);
        operation.Complete(outcome, error);
        if (outcome.IsLeftover())
            RecallSettling(operation);
        _ledger.Settle(this, operation);
        _unsettled.Remove(operation);
    }

    private void RecallSettling(WriteOperation operation)
    {
        // Also if it never reached its key's gate.
        operation.SettlesAt ??= operation.ResentSettlesAt;
        if (_gate.SettlesAt(operation.Key) is { } settlesAt && !(operation.SettlesAt > settlesAt))
            operation.SettlesAt = settlesAt;
    }
}
