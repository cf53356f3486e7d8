using System;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>
/// A run of lookups on the pipeline's thread: keys go in, and their answers come out in the same order. A derived class decides
/// what becomes of an answer.
/// </summary>
internal abstract class LookupSession : IDisposable
{
    private readonly RepeatedErrors _errors;
    private readonly OutageMessages _outages;
    private readonly ReadBar _bar;
    private bool _hasEnded;

    /// <param name="cmdlet">Gets output and messages.</param>
    /// <param name="target">The table, and what to read of its items.</param>
    /// <param name="options">How to look up.</param>
    /// <param name="transport">Sends the requests; it is not disposed of with this.</param>
    private protected LookupSession(ModuleCommand cmdlet, LookupTarget target, LookupOptions options, ITransport transport)
    {
        Cmdlet = cmdlet;
        Target = target;
        _errors = new RepeatedErrors(cmdlet, UnreportedErrors);
        Lookup = new TableLookup(transport, target.Statement, target.Schema, options, target.ReadCapacity);
        _outages = new OutageMessages(
            cmdlet, OutageLog.OfReading(), () => ([Lookup.Read(engine => engine.Health(target.Table))], Lookup.Elapsed));
        _bar = new ReadBar(cmdlet, $"{cmdlet.MyInvocation.MyCommand.Name} {target.Table}", expected: null, id: 1);
        cmdlet.WriteVerbose($"Table '{target.Table}': key {target.Schema.KeyDescription}.");
    }

    /// <summary>The place in the input of the last lookup that was taken.</summary>
    public long AccountedPosition { get; private protected set; }

    /// <summary>True after every lookup was answered and reported.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The counts of the requests.</summary>
    public LookupTally Tally => Lookup.Read(engine => engine.Tally);

    private protected ModuleCommand Cmdlet { get; }

    private protected LookupTarget Target { get; }

    private protected TableLookup Lookup { get; }

    /// <summary>Puts a lookup in, and reports the answers that are there by now.</summary>
    public void Submit(KeyLookup lookup)
    {
        bool hasAnswer;
        while (!Lookup.TrySubmit(lookup, out hasAnswer))
            AwaitAnswers();
        AccountedPosition = lookup.Position;
        if (hasAnswer)
            Report();
    }

    /// <summary>Reports the answers that are there by now, without waiting for others.</summary>
    public void Report()
    {
        Tell();
        while (Lookup.TakeAnswer() is { } answer)
            Settle(answer);
        if (Lookup.Error is not { } error)
            return;
        StopEarly();
        Cmdlet.ThrowTerminatingError(Ended(error));
    }

    /// <summary>Waits for all answers, and reports them.</summary>
    public virtual void Finish()
    {
        Lookup.CompleteInput();
        while (!AwaitAnswers())
        {
        }

        _outages.Conclude();
        IsComplete = true;
        StopEarly();
        _bar.End();
        SummarizeErrors(Cmdlet.WriteWarning);
    }

    /// <summary>Ends the run, if it has not ended: lookups without an answer, or whose answer was not reported, are dropped.</summary>
    public void StopEarly()
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        Lookup.Stop();
        while (Lookup.TakeAnswer() is { } answer)
            Drop(answer);
    }

    /// <summary>Ends the run; no request is left in flight, and every object is accounted for.</summary>
    public void Dispose() =>
        EveryStep.Run(StopEarly, () => SummarizeErrors(Cmdlet.WarnAtTheEnd), Lookup.Dispose);

    /// <summary>The counts in words, such as "30 found", for the progress bar.</summary>
    private protected abstract string Counts { get; }

    /// <summary>Takes a lookup whose item was found.</summary>
    private protected abstract void Find(KeyLookup answer);

    /// <summary>Takes a lookup whose key no item has.</summary>
    private protected abstract void Miss(KeyLookup answer);

    /// <summary>Takes a lookup that got no answer, or whose answer is not reported because the run has ended.</summary>
    private protected abstract void Drop(KeyLookup answer);

    /// <summary>The error of a lookup that got no answer.</summary>
    private protected abstract ErrorRecord Unprocessed(KeyLookup answer);

    /// <summary>The warning for lookups without an answer whose errors were not written.</summary>
    private protected abstract string UnreportedErrors(string code, long count);

    /// <summary>The error of a run that has ended early.</summary>
    private protected abstract ErrorRecord Ended(OperationError error);

    /// <summary>Warns, once, of the errors that were not written.</summary>
    private protected virtual void SummarizeErrors(Action<string> warn) => _errors.Summarize(warn);

    // Waits a moment for answers; true once no answer is outstanding.
    private bool AwaitAnswers()
    {
        bool isIdle = Lookup.Wait(ModuleCommand.StopCheckInterval);
        Cmdlet.ThrowIfStopped();
        Report();
        return isIdle;
    }

    private void Settle(KeyLookup answer)
    {
        if (answer.Outcome == LookupOutcome.Found)
            Find(answer);
        else if (answer.Outcome == LookupOutcome.Missing)
            Miss(answer);
        else
            Leave(answer);
        Cmdlet.ThrowIfStopped();
    }

    private void Leave(KeyLookup answer)
    {
        Drop(answer);
        // An error that ends the run is reported once.
        if (Lookup.Error is not null)
            return;
        Cmdlet.CountReadError();
        _errors.Report(answer.Error!.Code, Unprocessed(answer));
    }

    private void Tell()
    {
        foreach (string line in Lookup.TakeLog())
            Cmdlet.WriteDebug(line);
        _outages.Tell();
        _bar.Show(() => Lookup.Read(engine => new ReadStatus(
            Counts,
            engine.Tally.Found + engine.Tally.Missing,
            engine.Tally.ConsumedUnits,
            engine.InFlight,
            engine.Tally.ThrottledRequests,
            engine.Health(Target.Table),
            Lookup.Elapsed)));
    }
}
