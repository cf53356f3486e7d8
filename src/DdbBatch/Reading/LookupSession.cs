using System;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Conversion;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One run of Get-DdbBatch on the pipeline's thread: keys go in, items come out in the order of the input.</summary>
internal sealed class LookupSession : IRowSession
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly ModuleCommand _cmdlet;
    private readonly LookupTarget _target;
    private readonly LookupResults _results;
    private readonly ITransport _transport;
    private readonly TableLookup _lookup;
    private readonly CancellationToken _stopping;
    private readonly ItemOutput _output;
    private readonly OutageMessages _outages;
    private readonly ReadBar _bar;
    private readonly RepeatedErrors _errors;
    private readonly RowConverter _converter;
    private bool _isComplete;
    private bool _hasEnded;

    /// <param name="cmdlet">Gets items and messages.</param>
    /// <param name="target">The table, and what to read of its items.</param>
    /// <param name="options">How to look up.</param>
    /// <param name="results">Counts the objects.</param>
    /// <param name="transport">Sends the requests; disposed of with this.</param>
    /// <param name="stopping">Cancelled when the pipeline stops.</param>
    public LookupSession(
        ModuleCommand cmdlet,
        LookupTarget target,
        LookupOptions options,
        LookupResults results,
        ITransport transport,
        CancellationToken stopping)
    {
        _cmdlet = cmdlet;
        _target = target;
        _results = results;
        _transport = transport;
        _stopping = stopping;
        _output = new ItemOutput(cmdlet, target.Table);
        _errors = new RepeatedErrors(cmdlet, LookupErrors.Summary);
        _lookup = new TableLookup(transport, target.Statement, target.Schema, options, target.ReadCapacity);
        ItemConverter converter = new(ConversionOptions.Create());
        _converter = new RowConverter(() => converter, isDynamoDBJson: false, ChangeChoice.None);
        _outages = new OutageMessages(
            cmdlet, OutageLog.OfReading(), () => ([_lookup.Read(engine => engine.Health(target.Table))], _lookup.Elapsed));
        _bar = new ReadBar(cmdlet, $"Get-DdbBatch {target.Table}", expected: null);
        _cmdlet.WriteVerbose($"Table '{target.Table}': key {target.Schema.KeyDescription}.");
    }

    /// <inheritdoc/>
    public long AccountedPosition { get; private set; }

    /// <summary>Takes an object in, and outputs the items that are there by now.</summary>
    public void Take(InputRow row)
    {
        if (TryReadKey(row) is not { } key)
            return;
        KeyLookup lookup = new(row.Position, key, row.Source);
        bool hasAnswer;
        while (!_lookup.TrySubmit(lookup, out hasAnswer))
            Attend();
        AccountedPosition = row.Position;
        if (hasAnswer)
            Report();
    }

    /// <summary>Waits for all answers, and outputs their items.</summary>
    public void Finish()
    {
        _lookup.CompleteInput();
        while (!Attend())
        {
        }

        _outages.TellNow();
        _isComplete = true;
        End();
        _bar.End();
        _errors.Summarize(_cmdlet.WriteWarning);
        _cmdlet.WriteVerbose($"Done: {Summarize(readErrors: 0)}.");
    }

    /// <summary>Returns the current counts.</summary>
    /// <param name="readErrors">The number of failures to read upstream.</param>
    public GetSummary Summarize(long readErrors) => _lookup.Read(engine => new GetSummary
    {
        Table = _target.Table,
        Succeeded = _isComplete && _results.Unprocessed == 0 && _results.Invalid == 0 && readErrors == 0,
        Total = _results.Total,
        Found = _results.Found,
        Missing = _results.Missing,
        Unprocessed = _results.Unprocessed,
        Invalid = _results.Invalid,
        ReadErrors = readErrors,
        Requests = engine.Tally.Requests,
        RetriedRequests = engine.Tally.RetriedRequests,
        ThrottledRequests = engine.Tally.ThrottledRequests,
        Bytes = engine.Tally.Bytes,
        ConsumedCapacityUnits = engine.Tally.ConsumedUnits,
        Elapsed = _lookup.Elapsed,
    });

    /// <summary>Ends the run; no request is left in flight, and every object is accounted for.</summary>
    public void Dispose()
    {
        End();
        _errors.Summarize(_cmdlet.WarnAtTheEnd);
        _lookup.Dispose();
        _transport.Dispose();
    }

    private EncodedItem? TryReadKey(InputRow row)
    {
        try
        {
            return _converter.ToKey(row, _target.Schema);
        }
        catch (ItemException exception)
        {
            AccountedPosition = row.Position;
            _results.AddInvalid();
            _cmdlet.WriteReadError(Errors.InvalidItem(exception, row.Position, row.Source));
            return null;
        }
    }

    // Waits a moment for answers; true once no answer is outstanding.
    private bool Attend()
    {
        bool isIdle = _lookup.Wait(PollInterval);
        if (_stopping.IsCancellationRequested)
            throw new PipelineStoppedException();
        Report();
        return isIdle;
    }

    private void Report()
    {
        Tell();
        while (_lookup.TakeAnswer() is { } answer)
            Settle(answer);
        if (_lookup.Error is not { } error)
            return;
        End();
        _cmdlet.ThrowTerminatingError(LookupErrors.Ended(_target, error, Summarize(readErrors: 0)));
    }

    private void Settle(KeyLookup answer)
    {
        if (answer.Outcome != LookupOutcome.Found)
        {
            Keep(answer);
            // An error that ends the run is reported once.
            if (answer.Outcome == LookupOutcome.Unprocessed && _lookup.Error is null)
                ReportUnprocessed(answer);
            return;
        }

        // Before the output, because a command downstream may end the pipeline with it.
        _results.AddFound();
        _output.Write(answer.Item);
        if (_stopping.IsCancellationRequested)
            throw new PipelineStoppedException();
    }

    private void ReportUnprocessed(KeyLookup answer)
    {
        _cmdlet.CountReadError();
        _errors.Report(answer.Error!.Code, LookupErrors.Unprocessed(_target.Table, answer));
    }

    private void Keep(KeyLookup answer)
    {
        if (answer.Outcome == LookupOutcome.Missing)
            _results.AddMissing(answer.Input);
        else
            _results.AddUnprocessed(answer.Input);
    }

    /// <summary>
    /// Ends the run, if it has not ended: objects that wait for an answer are unprocessed, and so are items that were found
    /// and not output, because nobody has seen them.
    /// </summary>
    public void End()
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        _lookup.Stop();
        while (_lookup.TakeAnswer() is { } answer)
            Keep(answer);
    }

    private void Tell()
    {
        foreach (string line in _lookup.TakeLog())
            _cmdlet.WriteDebug(line);
        _outages.Tell();
        _bar.Show(() => _lookup.Read(engine => new ReadStatus(
            $"{_results.Found} found, {_results.Missing} missing",
            _results.Found + _results.Missing,
            engine.Tally.ConsumedUnits,
            engine.InFlight,
            engine.Tally.ThrottledRequests,
            engine.Health(_target.Table),
            _lookup.Elapsed)));
    }
}
