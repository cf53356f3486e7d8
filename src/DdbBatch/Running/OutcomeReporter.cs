using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.FailedItems;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>Reports the outcomes of operations to the user: on the cmdlet's streams, and in the list of leftovers.</summary>
internal sealed class OutcomeReporter
{
    private readonly ModuleCommand _cmdlet;
    private readonly WriteRun _run;
    private readonly RunnerOptions _options;
    private readonly HashSet<string> _reportedTables = new(StringComparer.Ordinal);
    private readonly Refusals _refusals;

    public OutcomeReporter(ModuleCommand cmdlet, WriteRun run, RunnerOptions options)
    {
        _cmdlet = cmdlet;
        _run = run;
        _options = options;
        _refusals = new Refusals(cmdlet, options.Leftovers.AreKept, KeepInvalid, options.MaxInvalid);
    }

    private Leftovers Leftovers => _options.Leftovers;

    /// <summary>Reports that an input was refused before it became an operation.</summary>
    public void Refuse(RunTable? table, RoutedInput input, ErrorRecord error)
    {
        _run.CountInvalid(table);
        _refusals.Refuse(table?.Name ?? "", input, error);
    }

    /// <summary>Ends the run if the number of invalid inputs has reached -MaxInvalid.</summary>
    public void EndAtLimit()
    {
        if (_refusals.LimitError(target: null) is null)
            return;
        _run.Stop();
        KeepRest();
        _cmdlet.ThrowTerminatingError(_refusals.LimitError(Summarize())!);
    }

    /// <summary>Warns about invalid inputs for which no error was written.</summary>
    /// <param name="warn">Writes a warning.</param>
    public void SummarizeRefusals(Action<string> warn) => _refusals.Summarize(warn);

    /// <summary>Reports an input for a table that cannot be written to.</summary>
    public void Leave(RunTable table, RoutedInput input)
    {
        _run.CountUnprocessed(table);
        if (Leftovers.AreKept)
            Leftovers.Add(input.ToUnprocessed(table.Name, table.Error!));
        TellTable(table.Name, table.Error!);
    }

    /// <summary>
    /// Records an input for a table that the user declined to write to. That is not an error, but the input is not written,
    /// so it is a leftover.
    /// </summary>
    public void Decline(RunTable table, RoutedInput input)
    {
        _run.CountUnprocessed(table);
        if (Leftovers.AreKept)
            Leftovers.AddUnreached(input.ToUnprocessed(table.Name, OperationError.Declined));
    }

    /// <summary>Reports all operations that were settled since the last call.</summary>
    public void Report()
    {
        Queue<SettledOperation> settled = _run.TakeSettled();
        Keep(settled);
        if (Leftovers.Log?.Failure is { } failure)
            TerminateUnkept(Leftovers.Log, failure);
        if (_run.Fatal is { } fatal)
            Terminate(fatal);
        foreach (SettledOperation one in settled)
            Tell(one);
        EndAtLimit();
    }

    /// <summary>Adds the settled operations to the list of leftovers without reporting them.</summary>
    public void KeepRest() => Keep(_run.TakeSettled());

    private void Tell(SettledOperation settled)
    {
        WriteOperation operation = settled.Operation;
        switch (operation.Outcome)
        {
            case OperationOutcome.Written when _options.PassThru:
                _cmdlet.WriteObject(operation.Input is DdbItem item ? item.WithProperties() : operation.Input);
                break;
            case OperationOutcome.Invalid:
                _refusals.Report(settled.Lane.RequestTable, Errors.Refused(_run.ToUnprocessedItem(settled)));
                break;
            case OperationOutcome.Unprocessed or OperationOutcome.Unknown when _options.NoRetry:
                _cmdlet.WriteObject(_run.ToUnprocessedItem(settled));
                break;
            case OperationOutcome.Unprocessed or OperationOutcome.Unknown when settled.Lane.Closed is { } closed:
                TellTable(settled.Lane.RequestTable, closed);
                break;
            case OperationOutcome.Unprocessed or OperationOutcome.Unknown:
                _cmdlet.WriteError(Errors.GivenUp(_run.ToUnprocessedItem(settled)));
                break;
        }
    }

    // Once per table, not per operation.
    private void TellTable(string table, OperationError error)
    {
        if (!_reportedTables.Add(table))
            return;
        ErrorRecord record = Closed(table, error, Summarize());
        if (error.DoomsRun || (_options.HasOneTable && !_run.HasOpenTable))
            _cmdlet.ThrowTerminatingError(record);
        _cmdlet.WriteError(record);
    }

    private void Terminate(OperationError fatal)
    {
        _run.Stop();
        KeepRest();
        WriteSummary summary = Summarize();
        string table = summary.Tables.Count > 0 ? summary.Tables[^1].Table : "";
        _cmdlet.ThrowTerminatingError(Closed(table, fatal, summary));
    }

    // Operations that the file could not keep are reported, so that they are not lost.
    private void TerminateUnkept(FailedLog log, Exception failure)
    {
        _run.Stop();
        KeepRest();
        foreach (UnprocessedItem item in log.Unkept)
            _cmdlet.WriteError(Errors.GivenUp(item));
        _cmdlet.ThrowTerminatingError(Errors.FailedPath(log.Path, failure, Summarize()));
    }

    private WriteSummary Summarize() => _run.Summarize(_options.Facts());

    private ErrorRecord Closed(string table, OperationError error, WriteSummary summary) => error switch
    {
        { Code: OperationError.InternalCode } => Errors.Internal(error, summary),
        { DoomsRun: true } => Errors.Run(error, _options.Endpoint, summary),
        { Code: "AccessDeniedException" } when _run.Find(table)?.Lane is null => Errors.DescribeTableDenied(table, error, summary),
        _ => Errors.Table(table, error, _options.Endpoint, summary),
    };

    private void KeepInvalid(UnprocessedItem item)
    {
        Leftovers.List(item);
        _options.Checkpoint.Refuse(item);
    }

    private void Keep(Queue<SettledOperation> settled)
    {
        OperationError? end = _run.Fatal;
        foreach (SettledOperation one in settled)
        {
            UnprocessedItem? item = one.Operation.Outcome.IsLeftover() && Leftovers.AreKept ? _run.ToUnprocessedItem(one) : null;
            if (item is not null)
                Leftovers.List(item);
            _options.Checkpoint.Settle(one.Operation, end, item);
        }
    }
}
