using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Items;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>
/// Brings a cmdlet and a run together on the pipeline thread: puts operations in, and writes what became of them to the
/// cmdlet's streams.
/// </summary>
internal sealed class BatchRunner : IDisposable
{
    private const int MismatchLimit = 100;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(700);

    private readonly PSCmdlet _cmdlet;
    private readonly WriteRun _run;
    private readonly RunnerOptions _options;
    private readonly CancellationToken _stopping;
    private readonly WriteProgress _progress;
    private readonly HashSet<string> _toldTables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _confirmedTables = new(StringComparer.Ordinal);
    private readonly RuleStreak _streak = new(MismatchLimit);
    private (RunTable Table, WriteOperation Operation)? _waiting;

    public BatchRunner(PSCmdlet cmdlet, WriteRun run, RunnerOptions options, CancellationToken stopping)
    {
        _cmdlet = cmdlet;
        _run = run;
        _options = options;
        _stopping = stopping;
        _progress = new WriteProgress(options.Activity);
    }

    /// <summary>Everything that wasn't written, where it is to be kept.</summary>
    public List<UnprocessedItem> Unprocessed { get; } = [];

    /// <summary>Converts an input and puts the operation in.</summary>
    public void Submit(
        string tableName, OperationKind kind, long position, OperationInput input, Func<TableSchema, EncodedItem> convert)
    {
        RunTable table = Open(tableName);
        if (table.Lane is null)
        {
            Leave(table, kind, position, input.Source);
            return;
        }

        if (!IsConfirmed(table))
            return;

        EncodedItem item;
        try
        {
            item = convert(table.Lane.Schema);
        }
        catch (ItemException exception)
        {
            Refuse(table, kind, position, input.Source, Errors.InvalidItem(exception, position, input.Source));
            return;
        }

        _streak.Break();
        WriteOperation operation = new(position, kind, item, input.Source)
        {
            MayBeWritten = input.MayBeWritten,
            SettlesAt = _run.ToRunTime(input.SettlesAt),
        };
        if (!_run.TrySubmit(table, operation))
            WaitForRoom(table, operation);
        if (_run.HasSettled)
            Drain();
        ShowProgress();
    }

    /// <summary>Reports an input that can't even be given to a table.</summary>
    public void Refuse(RunTable? table, OperationKind kind, long position, object input, ErrorRecord error)
    {
        _run.CountInvalid(table);
        string rule = error.FullyQualifiedErrorId;
        Keep(new UnprocessedItem(position, table?.Name ?? "", kind, rule, error.Exception.Message, input));
        if (_streak.Count(rule))
            _cmdlet.ThrowTerminatingError(Errors.InputDoesNotMatchTable(MismatchLimit, error.Exception.Message, input));
        _cmdlet.WriteError(error);
    }

    /// <summary>Waits for the end of all that was put in, and tells of it.</summary>
    public void Finish()
    {
        _run.CompleteInput();
        while (!Attend())
            ShowProgress();
        Drain();
        _run.Complete();
        if (_progress.End() is { } record)
            _cmdlet.WriteProgress(record);
        if (_options.Summary)
            _cmdlet.WriteObject(_run.Summarize());
    }

    /// <summary>Ends the run, whatever state it is in; nothing is left behind.</summary>
    public void Dispose()
    {
        Stop();
        _run.Dispose();
    }

    private void Stop()
    {
        _run.Stop(StopGrace);
        // It was taken from the input, so it has to be accounted for. A run that was stopped has room.
        if (_waiting is { } waiting)
            _run.TrySubmit(waiting.Table, waiting.Operation);
        _waiting = null;
        KeepSettled(_run.TakeSettled());
    }

    // Whoever is told of something in the meantime may end the pipeline.
    private void WaitForRoom(RunTable table, WriteOperation operation)
    {
        _waiting = (table, operation);
        do
            Attend();
        while (!_run.TrySubmit(table, operation));
        _waiting = null;
    }

    private RunTable Open(string tableName) => _run.Open(
        tableName,
        () => _cmdlet.WriteVerbose($"Table '{tableName}' is being created: waiting for it."),
        _stopping);

    private bool IsConfirmed(RunTable table)
    {
        if (_confirmedTables.TryGetValue(table.Identity, out bool confirmed))
            return confirmed;
        confirmed = _cmdlet.ShouldProcess($"table '{table.Name}' at {_options.Endpoint}", _options.Activity);
        _confirmedTables.Add(table.Identity, confirmed);
        return confirmed;
    }

    // Waits a moment for answers; true once there is nothing left to wait for.
    private bool Attend()
    {
        bool isIdle = _run.Wait(Glance);
        if (_stopping.IsCancellationRequested)
            throw new PipelineStoppedException();
        Drain();
        ShowProgress();
        return isIdle;
    }

    private void Drain()
    {
        Queue<SettledOperation> settled = _run.TakeSettled();
        KeepSettled(settled);
        if (_run.Fatal is { } fatal)
            Terminate(fatal);
        foreach (SettledOperation one in settled)
            Tell(one);
    }

    private void Terminate(OperationError fatal)
    {
        Stop();
        WriteSummary summary = _run.Summarize();
        string table = summary.Tables.Count > 0 ? summary.Tables[^1].Table : "";
        _cmdlet.ThrowTerminatingError(Closed(table, fatal, summary));
    }

    private void Tell(SettledOperation settled)
    {
        WriteOperation operation = settled.Operation;
        switch (operation.Outcome)
        {
            case OperationOutcome.Written when _options.PassThru:
                _cmdlet.WriteObject(operation.Input);
                break;
            case OperationOutcome.Invalid:
                _cmdlet.WriteError(Errors.Refused(_run.ToUnprocessedItem(settled)));
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

    // A table that is closed is told of once, not once an operation.
    private void TellTable(string table, OperationError error)
    {
        if (!_toldTables.Add(table))
            return;
        ErrorRecord record = Closed(table, error, _run.Summarize());
        if (error.DoomsRun || !_run.HasOpenTable)
            _cmdlet.ThrowTerminatingError(record);
        _cmdlet.WriteError(record);
    }

    private ErrorRecord Closed(string table, OperationError error, WriteSummary summary) => error switch
    {
        { DoomsRun: true } => Errors.Run(error, _options.Endpoint, summary),
        { Code: "AccessDeniedException" } when !_run.HasLane(table) => Errors.DescribeTableDenied(table, error, summary),
        _ => Errors.Table(table, error, _options.Endpoint, summary),
    };

    private void Leave(RunTable table, OperationKind kind, long position, object input)
    {
        _run.CountUnprocessed(table);
        Keep(new UnprocessedItem(position, table.Name, kind, table.Error!, input));
        TellTable(table.Name, table.Error!);
    }

    private void KeepSettled(IEnumerable<SettledOperation> settled)
    {
        if (!_options.KeepUnprocessed)
            return;
        foreach (SettledOperation one in settled)
        {
            if (one.Operation.Outcome is not (OperationOutcome.Written or OperationOutcome.Superseded))
                Unprocessed.Add(_run.ToUnprocessedItem(one));
        }
    }

    private void Keep(UnprocessedItem item)
    {
        if (_options.KeepUnprocessed)
            Unprocessed.Add(item);
    }

    private void ShowProgress()
    {
        if (_progress.Next(_run) is { } record)
            _cmdlet.WriteProgress(record);
    }
}
