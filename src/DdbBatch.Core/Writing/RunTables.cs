using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>The tables of a run, each described once.</summary>
internal sealed class RunTables
{
    private static readonly TimeSpan CreatingInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitingInterval = TimeSpan.FromMilliseconds(200);

    private readonly TableDescriber _describer;
    private readonly Func<string, TableSchema?> _knownSchema;
    private readonly LaneOpener _openLane;
    private readonly Dictionary<string, RunTable> _tables = new(StringComparer.Ordinal);
    private readonly List<RunTable> _order = [];

    // The ARNs of names that were described because an ARN ends with them.
    private readonly Dictionary<string, string> _arns = new(StringComparer.Ordinal);

    /// <param name="describer">Requests a table's keys.</param>
    /// <param name="knownSchema">The keys of a table if the user specified them (-KeyName); otherwise null.</param>
    /// <param name="openLane">Creates the lane of a table.</param>
    public RunTables(TableDescriber describer, Func<string, TableSchema?> knownSchema, LaneOpener openLane)
    {
        _describer = describer;
        _knownSchema = knownSchema;
        _openLane = openLane;
    }

    /// <summary>The tables of a run: described by its calls, written to by its pump.</summary>
    /// <param name="options">How it writes.</param>
    /// <param name="calls">Describes tables.</param>
    /// <param name="pump">Creates their lanes.</param>
    /// <param name="knownSchema">The keys of a table if the user gave them (-KeyName); null otherwise.</param>
    public static RunTables Of(WriteOptions options, IWriteCalls calls, WritePump pump, Func<string, TableSchema?> knownSchema)
    {
        TableDescriber describer = new(calls)
        {
            RetryTimeout = options.RetryTimeout,
            IsReachable = () => pump.Read(engine => engine.IsReachable),
        };
        return new RunTables(describer, knownSchema, pump.OpenLane);
    }

    /// <summary>Creates the lane of a table.</summary>
    /// <param name="schema">Its keys.</param>
    /// <param name="requestTable">Its name or ARN, for requests.</param>
    /// <param name="description">DynamoDB's description of the table; null if not requested.</param>
    public delegate Lane LaneOpener(TableSchema schema, string requestTable, TableDescription? description);

    /// <summary>Called several times a second while a table is waited for, on the thread that opens it.</summary>
    public Action OnWaiting { get; set; } = () => { };

    /// <summary>
    /// All tables, in the order in which they were opened; a table that was specified by two names is listed twice.
    /// </summary>
    public IReadOnlyCollection<RunTable> All => _order;

    /// <summary>True while any table can be written to.</summary>
    public bool HasOpen => _order.Exists(table => table.Error is null);

    /// <summary>The table that can't be described yet; null if there is none.</summary>
    public DescriptionFailure? Failing => _describer.Failing;

    /// <summary>The table of that name, if it was opened before.</summary>
    public RunTable? Find(string table) => _tables.TryGetValue(table, out RunTable? known) ? known : null;

    /// <summary>Opens a table that was not opened before.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="onCreating">Called once if the table is still being created, before waiting for it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RunTable Open(string table, Action onCreating, CancellationToken cancellationToken)
    {
        RunTable opened;
        try
        {
            if (!TableName.IsValid(table))
                throw new TableException(OperationError.InvalidTableName(table));
            opened = _knownSchema(table) is { } schema
                ? OpenLane(table, table, schema, description: null, cancellationToken)
                : Describe(table, onCreating, cancellationToken);
        }
        catch (TableException exception)
        {
            opened = new RunTable(table, table, exception);
        }

        _tables.Add(table, opened);
        _order.Add(opened);
        return opened;
    }

    private RunTable Describe(string table, Action onCreating, CancellationToken cancellationToken)
    {
        TableDescription? description = Ask(table, cancellationToken);
        if (description is null)
            onCreating();
        while (description is null)
        {
            cancellationToken.WaitHandle.WaitOne(CreatingInterval);
            description = Ask(table, cancellationToken);
        }

        return OpenLane(table, description.TableArn, description.Schema, description, cancellationToken);
    }

    private TableDescription? Ask(string table, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<TableDescription?> asking =
            Task.Run(() => _describer.DescribeAsync(table, cancellationToken), CancellationToken.None);
        try
        {
            // Nothing cancels the SDK while it renews credentials, so the call is left alone.
            while (Task.WaitAny([asking], (int)WaitingInterval.TotalMilliseconds, cancellationToken) < 0)
                OnWaiting();
        }
        catch
        {
            // The run is stopped, and the result of the call is not needed.
            _ = asking.ContinueWith(left => left.Exception, TaskScheduler.Default);
            throw;
        }

        return asking.GetAwaiter().GetResult();
    }

    // A table called once by its name and once by its ARN is one table, and has one lane.
    private RunTable OpenLane(
        string table, string identity, TableSchema schema, TableDescription? description, CancellationToken cancellationToken)
    {
        RunTable? same = _order.Find(known => known.Lane is not null && IsSame(known.Identity, identity, cancellationToken));
        return same is null
            ? new RunTable(table, identity, _openLane(schema, table, description), description)
            : new RunTable(table, same.Identity, same.Lane!, description);
    }

    // The ARN has an account and a region. Whether a name means the table in these, only DynamoDB knows.
    private bool IsSame(string known, string identity, CancellationToken cancellationToken)
    {
        if (known == identity)
            return true;
        if (TableName.Of(known) != TableName.Of(identity) || TableName.IsArn(known) == TableName.IsArn(identity))
            return false;
        return TableName.IsArn(known)
            ? ArnOf(identity, known, cancellationToken) == known
            : ArnOf(known, identity, cancellationToken) == identity;
    }

    private string ArnOf(string name, string otherArn, CancellationToken cancellationToken)
    {
        if (_arns.TryGetValue(name, out string? arn))
            return arn;
        try
        {
            arn = Ask(name, cancellationToken)?.TableArn
                ?? throw new TableException(OperationError.TableCreating);
        }
        catch (TableException exception)
        {
            throw new TableException(OperationError.AmbiguousTable(name, otherArn, exception.Error));
        }

        _arns.Add(name, arn);
        return arn;
    }
}
