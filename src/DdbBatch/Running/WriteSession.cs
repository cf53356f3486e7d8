using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.FailedItems;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>
/// A run that writes: puts operations into the engine, waits if there is no room, and reports outcomes. The journal begins and
/// ends each row.
/// </summary>
internal sealed class WriteSession : RowSession
{
    // How long answers that are still out may take: a stopped pipeline returns within a second.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(700);

    private readonly OutcomeWriter _outcomes;
    private readonly WriteProgress _progress;
    private (Lane Lane, WriteOperation Operation)? _waiting;

    /// <inheritdoc cref="RowSession(ModuleCommand, SessionOptions, IWriteCalls)"/>
    public WriteSession(ModuleCommand cmdlet, SessionOptions options, IWriteCalls calls)
        : base(cmdlet, options, calls)
    {
        _outcomes = new OutcomeWriter(cmdlet, options, Pump, Invalid, UnwritableTables);
        _progress = new WriteProgress(cmdlet, options, Pump, Counts);
        Tables.OnWaiting = ShowProgress;
    }

    /// <summary>The summary; null before the end of the run.</summary>
    public WriteSummary? FinalSummary { get; private set; }

    /// <summary>Waits for the outcomes of all rows, and reports them.</summary>
    public override void Finish()
    {
        try
        {
            WaitForOutcomes();
            Journal.Complete();
        }
        catch (CheckpointException exception)
        {
            Options.Files.Terminate(exception);
        }

        // Last, because what fails before makes the run one that failed.
        Counts.Complete();
        _progress.End();
        Invalid.Summarize(Cmdlet.WriteWarning);
        FinalSummary = Summarize();
        Messages.Done(FinalSummary);
        if (Options.Summary)
            Cmdlet.WriteObject(FinalSummary);
    }

    /// <inheritdoc/>
    public override WriteSummary Summarize() => FinalSummary ?? base.Summarize();

    /// <summary>Says that something could not be read that may belong before a row.</summary>
    public void Miss(long position) => Journal.Miss(position);

    /// <inheritdoc/>
    public override void StopEarly()
    {
        Pump.Stop(OperationError.Stopped, StopGrace);
        // It was taken from the input, so it needs its outcome. A run that was stopped has room.
        if (_waiting is { } waiting)
            Pump.TrySubmit(waiting.Lane, waiting.Operation, out _);
        _waiting = null;
        EndRows(Pump.TakeSettled());
    }

    /// <inheritdoc/>
    public override void Dispose() =>
        EveryStep.Run(StopEarly, () => Invalid.Summarize(Cmdlet.WarnAtTheEnd), Journal.End, base.Dispose);

    private protected override void AwaitRoom()
    {
        if (Journal.IsFull)
            Report();
        while (Journal.IsFull)
            AwaitAnswers();
    }

    private protected override void Accept(RunTable table, InputRow row, WriteOperation operation)
    {
        if (Journal.Take(table, operation))
        {
            _progress.Show();
            return;
        }

        _waiting = (table.Lane!, operation);
        bool hasNews;
        while (!Pump.TrySubmit(table.Lane!, operation, out hasNews))
            AwaitAnswers();
        _waiting = null;
        if (hasNews)
            Report();
        ShowProgress();
    }

    private protected override void Refuse(RunTable? table, InputRow row, ErrorRecord error)
    {
        base.Refuse(table, row, error);
        EndAtLimit();
    }

    private void WaitForOutcomes()
    {
        Pump.CompleteInput();
        _progress.CompleteInput();
        Messages.InputComplete();
        while (!AwaitAnswers())
        {
        }

        // If the disk fails only now, this reports it too.
        Options.Leftovers.File?.TryFlush();
        Report();
        Messages.ConcludeOutages();
    }

    // Waits a moment for answers; true once there is nothing left to wait for. Operations that wait for the checkpoint do not
    // wait for an answer too.
    private bool AwaitAnswers()
    {
        bool isIdle = Pump.Wait(Pump.AwaitsMark(long.MaxValue) ? Checkpoint.LeastInterval : ModuleCommand.StopCheckInterval);
        Cmdlet.ThrowIfStopped();
        Report();
        ShowProgress();
        return isIdle;
    }

    private void ShowProgress()
    {
        Messages.TellOutages();
        _progress.Show();
    }

    private void Report()
    {
        Messages.Tell();
        Queue<SettledOperation> settled = Pump.TakeSettled();
        EndRows(settled);
        if (Options.Files.Log is { Failure: { } failure } log)
            TerminateUnkept(log, failure);
        if (Pump.Fatal is { } fatal)
        {
            StopEarly();
            UnwritableTables.Terminate(fatal);
        }

        foreach (SettledOperation one in settled)
            _outcomes.Write(one);
        EndAtLimit();
        Journal.WriteIfDue(Pump.Elapsed);
    }

    private void EndRows(Queue<SettledOperation> settled)
    {
        OperationError? end = Pump.Fatal;
        foreach (SettledOperation one in settled)
        {
            if (one.Operation.Outcome == OperationOutcome.ConditionFailed)
                Options.ConditionFailures?.Add(ConditionFailedItem.Of(one));
            bool isLeft = one.Operation.Outcome.IsLeftover();
            UnprocessedItem? item = isLeft && Options.Leftovers.AreKept ? one.ToUnprocessedItem(Pump.StartedAt) : null;
            Journal.Settle(one.Operation, end, item);
        }
    }

    private void EndAtLimit()
    {
        if (Invalid.LimitError(target: null) is null)
            return;
        StopEarly();
        Cmdlet.ThrowTerminatingError(Invalid.LimitError(Summarize())!);
    }

    // The rows that the file could not keep are in the errors, so that none is lost.
    private void TerminateUnkept(FailedLog log, Exception failure)
    {
        StopEarly();
        foreach (UnprocessedItem item in log.Unkept)
            Cmdlet.WriteError(Errors.GivenUp(item));
        Cmdlet.ThrowTerminatingError(RunFileErrors.FailedPath(log.Path, failure, Summarize()));
    }
}
