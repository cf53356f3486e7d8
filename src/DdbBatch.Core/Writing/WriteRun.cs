using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>One run: its tables, its pump, and the account of every operation that was taken in.</summary>
internal sealed class WriteRun : IDisposable
{
    // The time limit for outstanding answers, because a stopped pipeline must return within a second.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(700);

    private readonly WritePump _pump;
    private readonly RunTables _tables;
    private readonly TableDescriber _describer;
    private readonly LargeItems _largeItems;
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private (RunTable Table, WriteOperation Operation)? _waiting;
    private long _invalidWithoutTable;
    private long _skippedWithoutTable;
    private bool _completed;

    /// <param name="options">The options.</param>
    /// <param name="transport">Sends the requests; disposed of with the run.</param>
    /// <param name="knownSchema">The keys of a table if the user specified them (-KeyName); otherwise null.</param>
    public WriteRun(
        WriteOptions options,
        IWriteCalls transport,
        Func<string, TableSchema?> knownSchema)
    {
        _pump = new WritePump(options, transport);
        _largeItems = new LargeItems(options.BufferBytes / 2);
        TableDescriber describer = new(transport)
        {
            RetryTimeout = options.RetryTimeout,
            IsReachable = () => _pump.Read(engine => engine.IsReachable),
        };
        _describer = describer;
        _tables = new RunTables(describer, knownSchema, _pump.OpenLane);
    }

    /// <summary>
    /// The tables, in the order in which they were opened; a table that was specified by two names is listed twice.
    /// </summary>
    public IReadOnlyCollection<RunTable> Tables => _tables.All;

    /// <summary>The error that ended the run; null while it continues.</summary>
    public OperationError? Fatal => _pump.Read(engine => engine.Fatal);

    /// <summary>Called several times a second while a table is opened that can't be described yet.</summary>
    public Action OnWaiting
    {
        set => _tables.OnWaiting = value;
    }

    /// <summary>True while any table can be written to.</summary>
    public bool HasOpenTable => Tables.Any(table => table.Error is null);

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed => _pump.Elapsed;

    /// <summary>The table of that name, if it was opened before.</summary>
    public RunTable? Find(string table) => _tables.Find(table);

    /// <summary>Opens a table; requests its keys from DynamoDB the first time.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="onCreating">Called once if the table is still being created, before waiting for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RunTable Open(string table, Action onCreating, CancellationToken cancellationToken) =>
        _tables.Find(table) ?? _tables.Open(table, onCreating, cancellationToken);

    /// <summary>Adds an operation if there is room for it.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="hasNews">True if <see cref="TakeSettled"/> or <see cref="TakeLog"/> has something to return.</param>
    public bool TrySubmit(RunTable table, WriteOperation operation, out bool hasNews)
    {
        bool isIn = _pump.TrySubmit(table.Lane!, operation, out hasNews);
        _waiting = isIn ? null : (table, operation);
        if (isIn)
            _largeItems.Note(operation);
        return isIn;
    }

    /// <summary>Ends the input.</summary>
    public void CompleteInput() => _pump.CompleteInput();

    /// <summary>Waits until something has happened, or until a timeout.</summary>
    /// <returns>True if every operation has its outcome.</returns>
    public bool Wait(TimeSpan atMost) => _pump.Wait(atMost);

    /// <summary>Takes the operations that were settled since the last call.</summary>
    public Queue<SettledOperation> TakeSettled() => _pump.TakeSettled();

    /// <summary>Takes the messages since the last call.</summary>
    public Queue<LogEntry> TakeLog() => _pump.TakeLog();

    /// <summary>Returns an operation that was not written, for the user: the same object each time.</summary>
    public UnprocessedItem ToUnprocessedItem(SettledOperation settled) =>
        settled.Operation.Leftover ??= settled.Operation.ToUnprocessedItem(settled.Lane.RequestTable, settled.Lane.Schema, _startedAt);

    /// <summary>Converts wall-clock time to the time since the start of the run, negative before it.</summary>
    public TimeSpan? ToRunTime(DateTimeOffset? time) => time - _startedAt;

    /// <summary>Counts an input that was refused before it became an operation.</summary>
    /// <param name="table">The table; null if unknown.</param>
    public void CountInvalid(RunTable? table)
    {
        if (table is null)
            _invalidWithoutTable++;
        else
            _pump.Count(table.Tally, OperationOutcome.Invalid);
    }

    /// <summary>Counts an input for a table that can't be written to.</summary>
    public void CountUnprocessed(RunTable table) => _pump.Count(table.Tally, OperationOutcome.Unprocessed);

    /// <summary>Counts an input that an earlier run has settled.</summary>
    /// <param name="table">Its table; null if unknown.</param>
    /// <param name="operation">The operation; null if the earlier run refused it.</param>
    public void CountSkipped(RunTable? table, WriteOperation? operation)
    {
        if (table is null)
            _skippedWithoutTable++;
        else
            _pump.Skip(table, operation);
    }

    /// <summary>Records that the run came to its own end.</summary>
    public void Complete() => _completed = true;

    /// <summary>Ends the run. After that, every operation has its outcome.</summary>
    public void Stop()
    {
        _pump.Stop(OperationError.Stopped, StopGrace);
        // It was taken from the input, so it must be accounted for. A run that was stopped has room.
        if (_waiting is { } waiting)
            TrySubmit(waiting.Table, waiting.Operation, out _);
    }

    /// <summary>Returns the current counts.</summary>
    /// <param name="facts">The facts that the engine does not know.</param>
    public WriteSummary Summarize(SummaryFacts facts) => _pump.Read(engine => new WriteSummary(
        [.. Tables.GroupBy(table => table.Tally).Select(group => group.Key.ToSummary(group.First().Name))],
        _invalidWithoutTable,
        _skippedWithoutTable,
        _pump.Elapsed,
        _completed && engine.Fatal is null && Tables.All(table => table.Error is null),
        facts));

    /// <summary>Returns the progress of each table.</summary>
    public IReadOnlyList<LaneProgress> Progress()
    {
        IReadOnlyList<LaneProgress> lanes = _pump.Read<IReadOnlyList<LaneProgress>>(engine => [.. engine.Lanes.Select(LaneProgress.Of)]);
        return _describer.Failing is { } failing ? [.. lanes, LaneProgress.Of(failing, Elapsed)] : lanes;
    }

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();
}
