using System;
using System.Collections.Generic;
using DdbBatch.Driving;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Pacing;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>
/// Decides for every operation when it is sent, with which others, and the effect of an answer on it. It does no input or
/// output and has no clock: its driver passes the time, sends the requests that it returns, and passes the answers. Not
/// thread-safe.
/// </summary>
internal sealed class WriteEngine : IRequestEngine<BatchRequest>
{
    private readonly WriteOptions _options;
    private readonly AnswerHandler _answers;
    private readonly List<Lane> _lanes = [];
    private int _nextLane;
    private long _markedRow;
    private bool _inputComplete;

    public WriteEngine(WriteOptions options, Random random)
    {
        _options = options;
        _answers = new AnswerHandler(this, options, random);
        Ledger = new Ledger(options.ReportWritten);
        Window = new FlightWindow(options.ThrottleLimit, options.SinglesPerRequest);
    }

    public Ledger Ledger { get; }

    /// <summary>The requests and bytes in flight, and their limits.</summary>
    public FlightWindow Window { get; }

    public IReadOnlyList<Lane> Lanes => _lanes;

    /// <summary>The error that ended the run; null while it continues.</summary>
    public OperationError? Fatal { get; private set; }

    /// <summary>
    /// True after DynamoDB has sent a valid answer: an endpoint that cannot be reached from then on is assumed to come back.
    /// </summary>
    public bool IsReachable { get; set; }

    /// <summary>True after everything was abandoned: no more requests are returned, and answers are ignored.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Requests that were given out and not yet answered.</summary>
    public int InFlight => Window.InFlight;

    /// <summary>
    /// True while the input waits for room. Partial batches are sent then, unless operations that come back could fill them.
    /// </summary>
    public bool InputIsWaiting { get; set; }

    /// <summary>True while every operation that was taken in has its outcome.</summary>
    public bool IsIdle => _lanes.TrueForAll(lane => lane.BufferedCount == 0);

    /// <inheritdoc/>
    public bool IsAwaited => IsIdle || Ledger.HasSettled;

    /// <summary>Creates the lane of a table.</summary>
    /// <param name="schema">Its keys.</param>
    /// <param name="requestTable">Its name or ARN, for requests.</param>
    /// <param name="writeCapacity">The reported capacity to start with, in WCU per second; null if unknown.</param>
    /// <param name="now">The time.</param>
    public Lane OpenLane(TableSchema schema, string requestTable, double? writeCapacity, TimeSpan now)
    {
        Lane lane = new(schema, requestTable, _options, Ledger, new Pacer(_options.MaxWriteCapacity, writeCapacity, now));
        _lanes.Add(lane);
        lane.Mark(_markedRow, now);
        if (Fatal is not null)
            lane.Close(Fatal);
        return lane;
    }

    /// <summary>True if the lane and the byte budget have room for an operation.</summary>
    public bool HasRoom(Lane lane, WriteOperation operation) =>
        lane.Closed is not null
        || (lane.HasRoom && (Ledger.BufferedBytes == 0
            || Ledger.BufferedBytes + operation.BufferedBytes <= _options.BufferBytes));

    /// <summary>True if a quarter of that room is free.</summary>
    public bool HasPlentyOfRoom(Lane lane) =>
        lane.Closed is not null
        || (lane.BufferedCount <= _options.BufferedOperations * 3 / 4 && Ledger.BufferedBytes <= _options.BufferBytes * 3 / 4);

    /// <summary>Adds an operation.</summary>
    /// <returns>True if the result of <see cref="TryTake"/> or <see cref="NextWake"/> may have changed.</returns>
    public bool Submit(Lane lane, WriteOperation operation, TimeSpan now)
    {
        InputIsWaiting = false;
        lane.Submit(operation, now);
        return Window.HasRoom
            && (lane.Queue.Sendable(operation.Form).Count == 1
                || operation.Stage == OperationStage.Delayed
                || Packer.IsFull(lane, operation.Form, Window.RequestBytes));
    }

    /// <summary>True if an operation waits for a checkpoint that has all rows up to one.</summary>
    public bool AwaitsMark(long row)
    {
        // Asked for each row, so without an object for a lambda.
        foreach (Lane lane in _lanes)
        {
            if (lane.Queue.AwaitsMark(row))
                return true;
        }

        return false;
    }

    /// <summary>Records that the checkpoint has all rows up to one; ignored after everything was abandoned.</summary>
    public void Mark(long row, TimeSpan now)
    {
        if (IsAbandoned)
            return;
        _markedRow = row;
        foreach (Lane lane in _lanes)
            lane.Mark(row, now);
    }

    /// <summary>Ends the input, so that partial batches are sent.</summary>
    public void CompleteInput() => _inputComplete = true;

    /// <summary>Gives up all operations that are not in flight, and all later ones.</summary>
    public void Stop(OperationError reason)
    {
        Fatal ??= reason;
        // The queues still hold what was abandoned.
        if (IsAbandoned)
            return;
        foreach (Lane lane in _lanes)
            lane.Close(Fatal);
    }

    /// <summary>
    /// Gives every operation an outcome at once, those in flight too, even if the engine is in a state that it should never
    /// be in. May be called again if it failed half-way.
    /// </summary>
    /// <param name="reason">The reason, unless the run has already ended for another one.</param>
    /// <param name="now">The time.</param>
    public void Abandon(OperationError reason, TimeSpan now)
    {
        IsAbandoned = true;
        Window.Abandon();
        Fatal ??= reason;
        foreach (Lane lane in _lanes)
            lane.Abandon(Fatal, now + _options.SettleTime);
    }

    /// <summary>Closes a lane, and the run with the last one, unless objects for another table may follow.</summary>
    public void CloseLane(Lane lane, OperationError error)
    {
        lane.Close(error);
        if (_options.HasOneTable && _lanes.TrueForAll(other => other.Closed is not null))
            Fatal ??= error;
    }

    /// <summary>Returns the next request that may be sent now.</summary>
    public BatchRequest? TryTake(TimeSpan now)
    {
        if (IsAbandoned || !Window.HasRoom)
            return null;
        for (int i = 0; i < _lanes.Count; i++)
        {
            Lane lane = _lanes[(_nextLane + i) % _lanes.Count];
            if (!IsReady(lane, now))
                continue;
            _nextLane = (_nextLane + i + 1) % _lanes.Count;
            return GiveOut(Next(lane, now), now);
        }

        return null;
    }

    /// <summary>
    /// The time at which to call <see cref="TryTake"/> again even if no operation or answer arrives; null for never.
    /// </summary>
    public TimeSpan? NextWake(TimeSpan now)
    {
        // If there is no room, only an answer can free some.
        if (IsAbandoned || !Window.HasRoom)
            return null;
        TimeSpan? wake = null;
        foreach (Lane lane in _lanes)
        {
            if (lane.Queue.NextDue is { } due)
                wake = Earliest(wake, Latest(due, lane.Pacer.ReadyAt(now)));
            foreach (RequestForm form in RequestForm.All)
            {
                if (lane.Queue.Sendable(form).Oldest is { } oldest)
                    wake = Earliest(wake, Latest(MustSend(lane, form, now) ? now : oldest.DueAt + _options.Linger, lane.Pacer.ReadyAt(now)));
            }
        }

        return wake;
    }

    /// <summary>Applies the answer to a request; ignored after everything was abandoned.</summary>
    public void Complete(BatchRequest request, CallAnswer answer, TimeSpan now)
    {
        if (IsAbandoned)
            return;
        Window.Complete(request, answer, now);
        request.Lane.InFlight--;
        request.Lane.Tally.Requests++;
        request.Lane.Tally.SentOperations += request.Operations.Count;
        _answers.Handle(request, answer, now);
    }

    private static TimeSpan Earliest(TimeSpan? left, TimeSpan right) => left < right ? left.Value : right;

    private static TimeSpan Latest(TimeSpan left, TimeSpan right) => left > right ? left : right;

    // Requests that are not full wait for more operations, unless none come.
    private TimeSpan? WaitedSince(Lane lane, TimeSpan now) => SendsPartial(lane, now) ? TimeSpan.MaxValue : now - _options.Linger;

    private bool IsReady(Lane lane, TimeSpan now)
    {
        lane.Queue.PromoteDue(now);
        bool hasWork = lane.Queue.HasSuspectDue(now) || Packer.NextForm(lane, WaitedSince(lane, now), Window.RequestBytes) is not null;
        return hasWork && lane.Pacer.ReadyAt(now) <= now;
    }

    // Parts of refused batches go first. But while one operation after the other is refused, every second request has new
    // operations: if they are accepted, the lane continues.
    private BatchRequest Next(Lane lane, TimeSpan now)
    {
        RequestForm? form = Packer.NextForm(lane, WaitedSince(lane, now), Window.RequestBytes) ?? Packer.NextForm(lane, TimeSpan.MaxValue);
        bool probes = lane.Refusals.Count > 0 && lane.HasSentSuspect && form is not null;
        BatchRequest? suspect = probes ? null : lane.Queue.TakeSuspect(now);
        lane.HasSentSuspect = suspect is not null;
        return suspect ?? Packer.Pack(lane, form!, Window.RequestBytes);
    }

    // If the input waits for room, the next request can still be filled by operations that come back from requests in flight, or
    // that are due soon.
    private bool SendsPartial(Lane lane, TimeSpan now) =>
        _inputComplete || (InputIsWaiting && lane.InFlight == 0 && !(lane.Queue.NextDue <= now + _options.Linger));

    private bool MustSend(Lane lane, RequestForm form, TimeSpan now) => SendsPartial(lane, now) || Packer.IsFull(lane, form, Window.RequestBytes);

    private BatchRequest GiveOut(BatchRequest request, TimeSpan now)
    {
        request.Send(now, RequestTimeout.Within(_options.RetryTimeout - (now - (request.Lane.Health.FailingSince ?? now))));
        request.Lane.Pacer.Book(request.CapacityUnits, now);
        request.Lane.InFlight++;
        Window.Send(request);
        return request;
    }
}
