using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Driving;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Drives the writing engine: the pipeline's thread puts operations in and takes out those that have an outcome.</summary>
internal sealed class WritePump : RequestDriver<WriteEngine, BatchRequest>, IMarkWaiters
{
    private readonly IWriteCalls _calls;
    private readonly RunLog _log;
    private readonly LargeItems _largeItems;
    private (Lane Lane, WriteOperation Operation)? _waiting;

    /// <param name="options">The options.</param>
    /// <param name="calls">The calls that send the requests; disposed of with this.</param>
    public WritePump(WriteOptions options, IWriteCalls calls)
        : this(options, calls, new RunEnvironment())
    {
    }

    /// <param name="options">The options.</param>
    /// <param name="calls">The calls that send the requests; disposed of with this.</param>
    /// <param name="environment">The clock, the threads, the random numbers.</param>
    public WritePump(WriteOptions options, IWriteCalls calls, RunEnvironment environment)
        : base(new WriteEngine(options, environment.Random), environment)
    {
        _calls = calls;
        _log = new RunLog(options.LogsDecisions, options.LogsRequests);
        _largeItems = new LargeItems(options.BufferBytes / 2);
        StartedAt = environment.Clock.GetUtcNow();
    }

    /// <summary>When the run began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The error that ended the run; null while it continues.</summary>
    public OperationError? Fatal => Read(engine => engine.Fatal);

    /// <inheritdoc/>
    protected override bool IsAwaited => base.IsAwaited || _log.HasEntries || HasRoomForWaiting();

    /// <summary>Creates the lane of a table.</summary>
    /// <param name="schema">Its keys.</param>
    /// <param name="requestTable">Its name or ARN, for requests.</param>
    /// <param name="description">DynamoDB's description, which shows that it can be reached; null if not requested.</param>
    public Lane OpenLane(TableSchema schema, string requestTable, TableDescription? description)
    {
        lock (Lock)
        {
            Engine.IsReachable |= description is not null;
            return Engine.OpenLane(schema, requestTable, description?.WriteCapacity, Now());
        }
    }

    /// <summary>Adds an operation if there is room for it.</summary>
    /// <param name="lane">The lane of its table.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="hasNews">True if <see cref="TakeSettled"/> or <see cref="TakeLog"/> has something to return, or operations wait for
    /// the checkpoint.</param>
    public bool TrySubmit(Lane lane, WriteOperation operation, out bool hasNews)
    {
        bool isIn;
        lock (Lock)
        {
            isIn = TrySubmit(lane, operation);
            // An operation for a closed lane or key is settled at once.
            hasNews = HasNews;
        }

        if (isIn)
            _largeItems.Note(operation);
        return isIn;
    }

    /// <summary>Adds operations in order, as long as there is room.</summary>
    /// <param name="lane">The lane of their table.</param>
    /// <param name="operations">The operations.</param>
    /// <returns>How many of them were added.</returns>
    public int Submit(Lane lane, ReadOnlySpan<WriteOperation> operations)
    {
        int count = 0;
        lock (Lock)
        {
            while (count < operations.Length && TrySubmit(lane, operations[count]))
                count++;
        }

        foreach (WriteOperation operation in operations.Slice(0, count))
            _largeItems.Note(operation);
        return count;
    }

    /// <summary>Counts an input that never became an operation.</summary>
    public void Count(Tally tally, OperationOutcome outcome)
    {
        lock (Lock)
            tally.Count(outcome);
    }

    /// <summary>Counts an operation that an earlier run has settled.</summary>
    public void Skip(RunTable table, WriteOperation? operation)
    {
        lock (Lock)
        {
            table.Tally.Count(OperationOutcome.Skipped);
            if (operation is not null)
                table.Lane?.Skip(operation);
        }
    }

    /// <inheritdoc/>
    public bool AwaitsMark(long row)
    {
        lock (Lock)
            return Engine.AwaitsMark(row);
    }

    /// <inheritdoc/>
    public void Mark(long row)
    {
        lock (Lock)
        {
            Engine.Mark(row, Now());
            TryDispatch();
        }
    }

    /// <summary>Ends the input.</summary>
    public void CompleteInput()
    {
        lock (Lock)
        {
            Engine.CompleteInput();
            TryDispatch();
        }
    }

    /// <summary>Takes the operations that were settled since the last call.</summary>
    public Queue<SettledOperation> TakeSettled()
    {
        lock (Lock)
            return Engine.Ledger.TakeSettled();
    }

    /// <summary>Takes the messages since the last call.</summary>
    public Queue<LogEntry> TakeLog()
    {
        lock (Lock)
            return _log.Take();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _calls.Dispose();
    }

    /// <inheritdoc/>
    protected override Task<CallAnswer> CallAsync(BatchRequest request, CancellationToken cancellationToken) =>
        _calls.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override void OnAnswered(BatchRequest request, CallAnswer answer, TimeSpan now) =>
        _log.Answered(request, answer, now - request.SentAt);

    // Under the lock.
    private bool HasNews => Engine.Ledger.HasSettled || _log.HasEntries || Engine.AwaitsMark(long.MaxValue);

    // Under the lock. The input is woken for a good part of the buffer only, or it would be woken for each answer.
    private bool HasRoomForWaiting() => Engine.InputIsWaiting && _waiting is { } waiting
        && Engine.HasPlentyOfRoom(waiting.Lane) && Engine.HasRoom(waiting.Lane, waiting.Operation);

    // Under the lock.
    private bool TrySubmit(Lane lane, WriteOperation operation)
    {
        try
        {
            if (!Engine.HasRoom(lane, operation))
            {
                Engine.InputIsWaiting = true;
                _waiting = (lane, operation);
                TryDispatch();
                return false;
            }

            _waiting = null;
            if (Engine.Submit(lane, operation, Now()))
                TryDispatch();
        }
        catch (Exception exception)
        {
            Fail(exception);
            // The failure has closed the lane, and given the operation its outcome if the engine already had it.
            if (operation.Stage != OperationStage.Settled)
                Engine.Submit(lane, operation, Now());
        }

        return true;
    }
}
