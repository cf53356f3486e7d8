using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.FailedItems;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>
/// A run of a cmdlet on the pipeline's thread, up to the operations: finds the table of each row, and converts the row. A
/// derived class decides what becomes of the operation.
/// </summary>
internal abstract class RowSession : IRowSession
{
    private readonly Dictionary<string, TableOfRun> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _confirmations = new(StringComparer.Ordinal);

    /// <param name="cmdlet">Whose run it is.</param>
    /// <param name="options">The options that its parameters set.</param>
    /// <param name="calls">Sends the requests; disposed of with the session.</param>
    private protected RowSession(ModuleCommand cmdlet, SessionOptions options, IWriteCalls calls)
    {
        Cmdlet = cmdlet;
        Options = options;
        Checkpoint? checkpoint = options.Files.BeginLoad(options.LoadIdentity);
        Pump = new WritePump(options.Write with { HasCheckpoint = checkpoint is not null }, calls);
        Tables = RunTables.Of(options.Write, calls, Pump, options.KnownSchema);
        Counts = new RunCounts(Pump, Tables);
        Journal = new RunJournal(checkpoint, options.Leftovers, Counts, Pump, options.Write.SettleTime);
        Messages = new RunMessages(cmdlet, Pump, Counts);
        Invalid = new InvalidRows(cmdlet, options.Leftovers.AreKept, options.MaxInvalid);
        UnwritableTables = new UnwritableTables(cmdlet, options, Tables, Summarize);
    }

    /// <inheritdoc/>
    public long AccountedPosition => Journal.AccountedPosition;

    /// <summary>How many rows were for a table that the user declined to write to.</summary>
    public long Declined { get; private set; }

    private protected ModuleCommand Cmdlet { get; }

    private protected SessionOptions Options { get; }

    private protected WritePump Pump { get; }

    private protected RunTables Tables { get; }

    private protected RunCounts Counts { get; }

    private protected RunJournal Journal { get; }

    private protected RunMessages Messages { get; }

    private protected InvalidRows Invalid { get; }

    private protected UnwritableTables UnwritableTables { get; }

    /// <inheritdoc/>
    public void Take(InputRow row)
    {
        try
        {
            AwaitRoom();
            Process(row);
        }
        catch (Exception exception) when (exception is CheckpointException or FailedFileException)
        {
            Options.Files.Terminate(exception);
            throw;
        }
    }

    /// <summary>The counts so far.</summary>
    public virtual WriteSummary Summarize() => Counts.Summarize(Options.Facts());

    /// <summary>Ends the run after its last row.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public abstract void StopEarly();

    /// <inheritdoc/>
    public virtual void Dispose() => Pump.Dispose();

    /// <summary>Asks the user whether to write to a table.</summary>
    private protected virtual bool Confirm(RunTable table) =>
        Cmdlet.ShouldProcess($"table '{table.Name}' at {Options.Endpoint}", Options.Activity);

    /// <summary>Takes the operation that a row is.</summary>
    private protected abstract void Accept(RunTable table, InputRow row, WriteOperation operation);

    /// <summary>Waits until the run can take another row. If it ends meanwhile, the row is not reached.</summary>
    private protected virtual void AwaitRoom()
    {
    }

    // Finds out what a row is, and takes it.
    private void Process(InputRow row)
    {
        string tableName;
        try
        {
            tableName = Options.Router.Route(row);
        }
        catch (PerObjectException exception)
        {
            Refuse(null, row, Errors.PerObject(exception, row.Position, row.Source));
            return;
        }

        if (!_tables.TryGetValue(tableName, out TableOfRun table))
            _tables.Add(tableName, table = Open(tableName));
        if (table.Table.Lane is null)
            Leave(table.Table, row);
        else if (!table.IsConfirmed)
            Decline(table.Table, row);
        else if (TryConvert(table.Table, row) is { } operation)
            Accept(table.Table, row, operation);
    }

    /// <summary>Ends a row that breaks a rule, and reports it.</summary>
    /// <param name="table">Its table; null if unknown.</param>
    /// <param name="row">The row.</param>
    /// <param name="error">The rule it breaks.</param>
    private protected virtual void Refuse(RunTable? table, InputRow row, ErrorRecord error)
    {
        if (Journal.TakeRefused(table, row.Position, error.FullyQualifiedErrorId, () => RawJson.Of(row.Source)))
            return;
        string tableName = table?.Name ?? "";
        OperationError reason = new(error.FullyQualifiedErrorId, Errors.ReasonOf(error, row.Source));
        UnprocessedItem item = Options.Converter.ToInvalid(row, tableName, reason);
        if (error.Exception is RefusedInputException refused)
            refused.Leftover = item;
        Journal.Refuse(table, item);
        Invalid.Report(tableName, error);
    }

    private void Leave(RunTable table, InputRow row)
    {
        Journal.Leave(table, row.Position, () => Options.Converter.ToUnprocessed(row, table.Name, table.Error!));
        UnwritableTables.Report(table.Name, table.Error!);
    }

    // That is no error, but the row is not written, so it is a leftover.
    private void Decline(RunTable table, InputRow row)
    {
        Declined++;
        Journal.Decline(table, row.Position, () => Options.Converter.ToUnprocessed(row, table.Name, OperationError.Declined));
    }

    private TableOfRun Open(string name)
    {
        RunTable table = Tables.Find(name) ?? Describe(name);
        return new TableOfRun(table, table.Lane is not null && IsConfirmed(table));
    }

    private RunTable Describe(string name)
    {
        TimeSpan start = Pump.Elapsed;
        RunTable table = Tables.Open(name, () => Messages.Creating(name), Cmdlet.StopToken);
        Messages.Opened(table, Pump.Elapsed - start);
        return table;
    }

    private bool IsConfirmed(RunTable table)
    {
        if (!_confirmations.TryGetValue(table.Identity, out bool isConfirmed))
            _confirmations.Add(table.Identity, isConfirmed = Confirm(table));
        return isConfirmed;
    }

    private WriteOperation? TryConvert(RunTable table, InputRow row)
    {
        try
        {
            return Options.Converter.ToOperation(row, table.Lane!.Schema, Pump.StartedAt);
        }
        catch (ItemException exception)
        {
            Refuse(table, row, Errors.InvalidItem(exception, row.Position, row.Source));
            return null;
        }
    }

    private readonly record struct TableOfRun(RunTable Table, bool IsConfirmed);
}
