using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DdbBatch.Items;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>One run: its tables, its pump, and the account of every operation that was taken in.</summary>
internal sealed class WriteRun : IDisposable
{
    // How long answers that are still out may take: a stopped pipeline returns within a second.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan CreatingInterval = TimeSpan.FromSeconds(1);

    private readonly WritePump _pump;
    private readonly TableDescriber _describer;
    private readonly Func<string, TableSchema?> _knownSchema;
    private readonly Dictionary<string, RunTable> _tables = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private (RunTable Table, WriteOperation Operation)? _waiting;
    private long _invalidWithoutTable;
    private bool _completed;

    /// <param name="options">How to write.</param>
    /// <param name="transport">Sends the requests; disposed of with the run.</param>
    /// <param name="describer">Asks for a table's keys.</param>
    /// <param name="knownSchema">The keys of a table where the user gave them (-KeyName); null elsewhere.</param>
    public WriteRun(
        WriteOptions options,
        IBatchTransport transport,
        TableDescriber describer,
        Func<string, TableSchema?> knownSchema)
    {
        _pump = new WritePump(options, transport);
        _describer = describer;
        _knownSchema = knownSchema;
    }

    /// <summary>The way to a table; asks DynamoDB for its keys the first time.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="onCreating">Called once where the table is still being created, and so waited for.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RunTable Open(string table, Action onCreating, CancellationToken cancellationToken)
    {
        if (_tables.TryGetValue(table, out RunTable? known))
            return known;
        RunTable opened;
        try
        {
            opened = _knownSchema(table) is { } schema
                ? OpenLane(table, TableName.Of(table), schema, description: null)
                : Describe(table, onCreating, cancellationToken);
        }
        catch (TableException exception)
        {
            opened = new RunTable(table, table, exception);
        }

        _tables.Add(table, opened);
        return opened;
    }

    /// <summary>Puts an operation in, if there is room for it.</summary>
    public bool TrySubmit(RunTable table, WriteOperation operation)
    {
        bool isIn = _pump.TrySubmit(table.Lane!, operation);
        _waiting = isIn ? null : (table, operation);
        return isIn;
    }

    /// <summary>Says that no more input comes.</summary>
    public void CompleteInput() => _pump.CompleteInput();

    /// <summary>Waits until something happened, or a while has gone by.</summary>
    /// <returns>True once every operation has its outcome.</returns>
    public bool Wait(TimeSpan atMost) => _pump.Wait(atMost);

    /// <summary>Takes what was settled since the last time.</summary>
    public Queue<SettledOperation> TakeSettled() => _pump.TakeSettled();

    /// <summary>What ended the run; null while it goes on.</summary>
    public OperationError? Fatal => _pump.Read(engine => engine.Fatal);

    /// <summary>True while there is something to take.</summary>
    public bool HasSettled => _pump.Read(engine => engine.Ledger.HasSettled);

    /// <summary>True while any table can be written to.</summary>
    public bool HasOpenTable => _tables.Values.Any(table => table.Error is null);

    /// <summary>True where a table's keys are known.</summary>
    public bool HasLane(string table) => _tables.TryGetValue(table, out RunTable? known) && known.Lane is not null;

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed => _pump.Elapsed;

    /// <summary>An operation that wasn't written, for the user.</summary>
    public UnprocessedItem ToUnprocessedItem(SettledOperation settled) =>
        new(settled.Lane.RequestTable, settled.Operation, _startedAt);

    /// <summary>A time by the clock on the wall as the time since the run began, negative before it.</summary>
    public TimeSpan? ToRunTime(DateTimeOffset? time) => time - _startedAt;

    /// <summary>Counts an input that was refused before it became an operation.</summary>
    /// <param name="table">The table it was meant for; null where even that isn't known.</param>
    public void CountInvalid(RunTable? table)
    {
        if (table is null)
            _invalidWithoutTable++;
        else
            Count(table, OperationOutcome.Invalid);
    }

    /// <summary>Counts an input for a table that can't be written to.</summary>
    public void CountUnprocessed(RunTable table) => Count(table, OperationOutcome.Unprocessed);

    /// <summary>Says that the run came to its own end.</summary>
    public void Complete() => _completed = true;

    /// <summary>Ends the run; every operation has its outcome afterwards.</summary>
    public void Stop()
    {
        _pump.Stop(OperationError.Stopped, StopGrace);
        // It was taken from the input, so it has to be accounted for. A run that was stopped has room.
        if (_waiting is { } waiting)
            TrySubmit(waiting.Table, waiting.Operation);
    }

    /// <summary>The counts, as they are.</summary>
    public WriteSummary Summarize() => _pump.Read(engine => new WriteSummary(
        [.. _tables.Values.GroupBy(table => table.Tally).Select(group => new TableSummary(group.First().Name, group.Key))],
        _invalidWithoutTable,
        _pump.Elapsed,
        _completed && engine.Fatal is null && _tables.Values.All(table => table.Error is null)));

    /// <summary>Numbers for a progress bar.</summary>
    public RunProgress Progress() => _pump.Read(engine => new RunProgress(
        engine.Lanes.Sum(lane => lane.Tally[OperationOutcome.Written]),
        engine.Lanes.Sum(lane => lane.Tally.Total),
        engine.Lanes.Sum(lane => lane.Tally.RetriedRequests),
        engine.InFlight,
        _pump.Elapsed));

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();

    private RunTable Describe(string table, Action onCreating, CancellationToken cancellationToken)
    {
        TableDescription? description = Describe(table, cancellationToken);
        if (description is null)
            onCreating();
        while (description is null)
        {
            cancellationToken.WaitHandle.WaitOne(CreatingInterval);
            description = Describe(table, cancellationToken);
        }

        return OpenLane(table, description.TableArn, description.Schema, description);
    }

    private TableDescription? Describe(string table, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _describer.DescribeAsync(table, cancellationToken).GetAwaiter().GetResult();
    }

    // A table called once by its name and once by its ARN is one table, and has one lane.
    private RunTable OpenLane(string table, string identity, TableSchema schema, TableDescription? description)
    {
        RunTable? same = _tables.Values.FirstOrDefault(known => known.Identity == identity && known.Lane is not null);
        return new RunTable(table, identity, same?.Lane ?? _pump.OpenLane(schema, table, description));
    }

    private void Count(RunTable table, OperationOutcome outcome) => _pump.Read(_ =>
    {
        table.Tally.Count(outcome);
        return 0;
    });
}

/// <summary>Numbers for a progress bar.</summary>
/// <param name="Written">Operations that DynamoDB confirmed.</param>
/// <param name="Settled">Operations that have their outcome.</param>
/// <param name="RetriedRequests">Requests of which something was sent again.</param>
/// <param name="InFlight">Requests in flight.</param>
/// <param name="Elapsed">The time since the run began.</param>
internal readonly record struct RunProgress(
    long Written, long Settled, long RetriedRequests, int InFlight, TimeSpan Elapsed);
