using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>
/// Connects a cmdlet and a run on the pipeline thread: adds operations, waits if there is no room, and reports their
/// outcomes.
/// </summary>
internal sealed class BatchRunner : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly ModuleCommand _cmdlet;
    private readonly WriteRun _run;
    private readonly RunnerOptions _options;
    private readonly CancellationToken _stopping;
    private readonly OutcomeReporter _reporter;
    private readonly RunMessages _messages;
    private readonly WriteProgress _progress;
    private readonly Dictionary<string, bool> _confirmedTables = new(StringComparer.Ordinal);
    private WriteSummary? _summary;

    public BatchRunner(ModuleCommand cmdlet, WriteRun run, RunnerOptions options, CancellationToken stopping)
    {
        _cmdlet = cmdlet;
        _run = run;
        _options = options;
        _stopping = stopping;
        _reporter = new OutcomeReporter(cmdlet, run, options);
        _messages = new RunMessages(cmdlet, run);
        _progress = new WriteProgress(cmdlet, options);
        run.OnWaiting = ShowProgress;
    }

    /// <summary>The position of the last input that the run, or a leftover, accounts for.</summary>
    public long AccountedPosition { get; private set; }

    /// <summary>The number of inputs for tables that the user declined to write to.</summary>
    public long Declined { get; private set; }

    private RunCheckpoint Checkpoint => _options.Checkpoint;

    /// <summary>Converts an input and adds the operation.</summary>
    public void Submit(string tableName, RoutedInput input)
    {
        WaitForCheckpoint();
        RunTable table = Open(tableName);
        if (table.Lane is null)
            Leave(table, input);
        else if (!IsConfirmed(table))
            Decline(table, input);
        else if (TryConvert(table, input) is { } operation)
            Take(table, input, operation);
    }

    /// <summary>Reports an input that breaks a rule.</summary>
    /// <param name="table">Its table; null if unknown.</param>
    /// <param name="input">The input.</param>
    /// <param name="error">The rule it breaks.</param>
    public void Refuse(RunTable? table, RoutedInput input, ErrorRecord error)
    {
        WaitForCheckpoint();
        bool isSkipped = Checkpoint.SkipsRefused(error.FullyQualifiedErrorId, input.Source);
        AccountedPosition = input.Position;
        if (isSkipped)
        {
            _run.CountSkipped(table, operation: null);
            return;
        }

        _reporter.Refuse(table, input, error);
        _reporter.EndAtLimit();
    }

    /// <summary>Waits for the outcomes of all operations, and reports them.</summary>
    public void Finish()
    {
        if (_options.Preflight is { } preflight)
        {
            foreach (Preflight result in preflight.Results())
            {
                _cmdlet.WriteObject(result);
                _messages.Foreseen(result);
            }

            _reporter.SummarizeRefusals(_cmdlet.WriteWarning);
            return;
        }

        _run.CompleteInput();
        _progress.CompleteInput();
        _messages.InputComplete();
        while (!Attend())
        {
        }

        // An error of the disk that occurs only now is reported too.
        _options.Leftovers.Log?.TryFlush();
        Report();
        Checkpoint.Complete();
        // Last, because an earlier failure makes the run unsuccessful.
        _run.Complete();
        _progress.End();
        _reporter.SummarizeRefusals(_cmdlet.WriteWarning);
        _summary = Summarize();
        _messages.Done(_summary);
        if (_options.Summary)
            _cmdlet.WriteObject(_summary);
    }

    /// <summary>The summary of the run; null before its end.</summary>
    public WriteSummary? FinalSummary => _summary;

    /// <summary>The summary of the run: at its end, or so far.</summary>
    public WriteSummary Summarize() => _summary ?? _run.Summarize(_options.Facts());

    /// <summary>Records that an input between the last one and the next could not be read.</summary>
    public void MissInput(long position) => Checkpoint.Miss(position);

    /// <summary>Ends the run in any state, and releases everything.</summary>
    public void Dispose()
    {
        _run.Stop();
        _reporter.KeepRest();
        _reporter.SummarizeRefusals(_cmdlet.WarnAtTheEnd);
        Checkpoint.End();
        _run.Dispose();
    }

    // Before the row is taken, so that a run that ends in the meantime treats it as not reached.
    private void WaitForCheckpoint()
    {
        if (Checkpoint.IsFull)
            Report();
        while (Checkpoint.IsFull)
            Attend();
    }

    private RunTable Open(string tableName)
    {
        if (_run.Find(tableName) is { } known)
            return known;
        TimeSpan start = _run.Elapsed;
        RunTable table = _run.Open(tableName, () => _messages.Creating(tableName), _stopping);
        _messages.Opened(table, _run.Elapsed - start);
        return table;
    }

    private void Leave(RunTable table, RoutedInput input)
    {
        Checkpoint.Pass(input.Position);
        AccountedPosition = input.Position;
        _reporter.Leave(table, input);
    }

    private void Decline(RunTable table, RoutedInput input)
    {
        Checkpoint.Pass(input.Position);
        AccountedPosition = input.Position;
        Declined++;
        _reporter.Decline(table, input);
    }

    private bool IsConfirmed(RunTable table)
    {
        if (_confirmedTables.TryGetValue(table.Identity, out bool confirmed))
            return confirmed;
        confirmed = _cmdlet.ShouldProcess($"table '{table.Name}' at {_options.Endpoint}", _options.Activity);
        if (_options.Preflight is { } preflight)
        {
            // With -WhatIf the answer is always no: the message is written, and the preflight continues.
            preflight.Begin(table);
            confirmed = true;
        }

        _confirmedTables.Add(table.Identity, confirmed);
        return confirmed;
    }

    private WriteOperation? TryConvert(RunTable table, RoutedInput input)
    {
        try
        {
            return input.ToOperation(table.Lane!.Schema, _run);
        }
        catch (ItemException exception)
        {
            Refuse(table, input, Errors.InvalidItem(exception, input.Position, input.Source));
            return null;
        }
    }

    private void Take(RunTable table, RoutedInput input, WriteOperation operation)
    {
        if (_options.Preflight is not { } preflight)
        {
            WriteOrSkip(table, operation);
            return;
        }

        AccountedPosition = input.Position;
        if (preflight.IsRefusedDuplicate(table, operation))
            Refuse(table, input, Errors.Refused(input.ToInvalid(table.Name, OperationError.DuplicateKey)));
        else
            preflight.Add(table, operation);
    }

    private void WriteOrSkip(RunTable table, WriteOperation operation)
    {
        bool isSkipped = Checkpoint.Skips(table, operation);
        AccountedPosition = operation.Position;
        if (isSkipped)
        {
            _run.CountSkipped(table, operation);
            _progress.Show(_run);
        }
        else
        {
            Write(table, operation);
        }
    }

    private void Write(RunTable table, WriteOperation operation)
    {
        bool hasNews;
        while (!_run.TrySubmit(table, operation, out hasNews))
            Attend();
        if (hasNews)
            Report();
        ShowProgress();
    }

    // Waits a moment for answers; true if there is nothing left to wait for.
    private bool Attend()
    {
        bool isIdle = _run.Wait(PollInterval);
        if (_stopping.IsCancellationRequested)
            throw new PipelineStoppedException();
        Report();
        ShowProgress();
        return isIdle;
    }

    private void ShowProgress()
    {
        _messages.TellOutages();
        _progress.Show(_run);
    }

    private void Report()
    {
        _messages.Tell();
        _reporter.Report();
        Checkpoint.WriteIfDue(_run.Elapsed);
    }
}
