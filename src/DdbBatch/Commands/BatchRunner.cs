using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Items;
using DdbBatch.Writing;

namespace DdbBatch.Commands;

/// <summary>
/// Brings a cmdlet and a run together on the pipeline thread: puts operations in, waits where there is no room, and has
/// told what became of them.
/// </summary>
internal sealed class BatchRunner : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly PSCmdlet _cmdlet;
    private readonly WriteRun _run;
    private readonly RunnerOptions _options;
    private readonly CancellationToken _stopping;
    private readonly OutcomeReporter _reporter;
    private readonly WriteProgress _progress;
    private readonly Dictionary<string, bool> _confirmedTables = new(StringComparer.Ordinal);

    public BatchRunner(PSCmdlet cmdlet, WriteRun run, RunnerOptions options, CancellationToken stopping)
    {
        _cmdlet = cmdlet;
        _run = run;
        _options = options;
        _stopping = stopping;
        _reporter = new OutcomeReporter(cmdlet, run, options);
        _progress = new WriteProgress(options.Activity);
    }

    /// <summary>Everything that wasn't written, where it is to be kept.</summary>
    public IReadOnlyList<UnprocessedItem> Unprocessed => _reporter.Unprocessed;

    /// <summary>Converts an input and puts the operation in.</summary>
    public void Submit(
        string tableName, OperationKind kind, long position, OperationInput input, Func<TableSchema, EncodedItem> convert)
    {
        RunTable table = Open(tableName);
        if (table.Lane is null)
            _reporter.Leave(table, kind, position, input.Source);
        else if (IsConfirmed(table) && TryConvert(table, kind, position, input, convert) is { } operation)
            Submit(table, operation);
    }

    /// <summary>Reports an input that can't even be given to a table.</summary>
    public void Refuse(OperationKind kind, long position, object input, ErrorRecord error) =>
        _reporter.Refuse(null, kind, position, input, error);

    /// <summary>Waits for the end of all that was put in, and tells of it.</summary>
    public void Finish()
    {
        _run.CompleteInput();
        while (!Attend())
        {
        }

        _reporter.Report();
        _run.Complete();
        if (_progress.End() is { } record)
            _cmdlet.WriteProgress(record);
        if (_options.Summary)
            _cmdlet.WriteObject(_run.Summarize());
    }

    /// <summary>Ends the run, whatever state it is in; nothing is left behind.</summary>
    public void Dispose()
    {
        _run.Stop();
        _reporter.KeepRest();
        _run.Dispose();
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

    private WriteOperation? TryConvert(
        RunTable table, OperationKind kind, long position, OperationInput input, Func<TableSchema, EncodedItem> convert)
    {
        try
        {
            EncodedItem item = convert(table.Lane!.Schema);
            _reporter.Accept();
            return new WriteOperation(position, kind, item, input.Source)
            {
                MayBeWritten = input.MayBeWritten,
                SettlesAt = _run.ToRunTime(input.SettlesAt),
            };
        }
        catch (ItemException exception)
        {
            _reporter.Refuse(table, kind, position, input.Source, Errors.InvalidItem(exception, position, input.Source));
            return null;
        }
    }

    private void Submit(RunTable table, WriteOperation operation)
    {
        while (!_run.TrySubmit(table, operation))
            Attend();
        if (_run.HasSettled)
            _reporter.Report();
        ShowProgress();
    }

    // Waits a moment for answers; true once there is nothing left to wait for.
    private bool Attend()
    {
        bool isIdle = _run.Wait(Glance);
        if (_stopping.IsCancellationRequested)
            throw new PipelineStoppedException();
        _reporter.Report();
        ShowProgress();
        return isIdle;
    }

    private void ShowProgress()
    {
        if (_progress.Next(_run) is { } record)
            _cmdlet.WriteProgress(record);
    }
}
