using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Conversion;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One run of Get-DdbBatch: objects with keys go in, items come out.</summary>
internal sealed class GetSession : RowLookupSession
{
    private readonly LookupResults _results;
    private readonly ItemOutput _output;
    private readonly RowConverter _converter;
    private readonly UnseenAttributes _unseen;
    private readonly RepeatedErrors _invalid;

    /// <param name="cmdlet">Gets items and messages.</param>
    /// <param name="target">The table, and what to read of its items.</param>
    /// <param name="properties">-Property; empty for all attributes.</param>
    /// <param name="options">How to look up.</param>
    /// <param name="results">Counts the objects.</param>
    /// <param name="transport">Sends the requests.</param>
    public GetSession(
        ModuleCommand cmdlet,
        LookupTarget target,
        IEnumerable<string> properties,
        LookupOptions options,
        LookupResults results,
        ITransport transport)
        : base(cmdlet, target, options, transport)
    {
        _results = results;
        _invalid = RepeatedErrors.OfInput(cmdlet);
        _output = new ItemOutput(cmdlet, target.Table);
        _unseen = UnseenAttributes.OfPaths(properties);
        ItemConverter converter = new(ConversionOptions.Create());
        _converter = new RowConverter(() => converter, isDynamoDBJson: false, ChangeChoice.None);
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        base.Finish();
        Cmdlet.WriteWarnings(_unseen.Warnings);
        Cmdlet.WriteVerbose($"Done: {Summarize()}.");
    }

    /// <summary>Returns the current counts.</summary>
    public GetSummary Summarize() => Lookup.Read(engine => new GetSummary
    {
        Table = Target.Table,
        Succeeded = IsComplete && _results.Unprocessed == 0 && _results.Invalid == 0 && _results.ReadErrors == 0,
        Total = _results.Total,
        Found = _results.Found,
        Missing = _results.Missing,
        Unprocessed = _results.Unprocessed,
        Invalid = _results.Invalid,
        ReadErrors = _results.ReadErrors,
        Requests = engine.Tally.Requests,
        RetriedRequests = engine.Tally.RetriedRequests,
        ThrottledRequests = engine.Tally.ThrottledRequests,
        Bytes = engine.Tally.Bytes,
        ConsumedCapacityUnits = engine.Tally.ConsumedUnits,
        Elapsed = Lookup.Elapsed,
    });

    private protected override string Counts => $"{_results.Found} found, {_results.Missing} missing";

    private protected override KeyLookup ToLookup(InputRow row) =>
        new(row.Position, _converter.ToKey(row, Target.Schema), row.Source);

    private protected override void Refuse(ErrorRecord error)
    {
        _results.AddInvalid();
        _invalid.ReportRead(error);
    }

    private protected override void SummarizeErrors(Action<string> warn)
    {
        base.SummarizeErrors(warn);
        _invalid.Summarize(warn);
    }

    private protected override void Find(KeyLookup answer)
    {
        // Before the output, because a command downstream may end the pipeline with it.
        _results.AddFound();
        _unseen.See(answer.Item.Span);
        _output.Write(answer.Item);
        _output.Flush();
    }

    private protected override void Miss(KeyLookup answer) => _results.AddMissing(answer.Input);

    // Items that were found and not output are unprocessed, because nobody has seen them.
    private protected override void Drop(KeyLookup answer)
    {
        if (answer.Outcome == LookupOutcome.Missing)
            _results.AddMissing(answer.Input);
        else
            _results.AddUnprocessed(answer.Input);
    }

    private protected override ErrorRecord Unprocessed(KeyLookup answer) => LookupErrors.Unprocessed(
        Target.Table, answer, answer.Input, "Pipe this error's TargetObject to Get-DdbBatch to read it later.");

    private protected override string UnreportedErrors(string code, long count) => LookupErrors.Summary(code, count) + " -UnprocessedVariable keeps all of their objects.";

    private protected override ErrorRecord Ended(OperationError error) => LookupErrors.Ended(
        Target, error, Summarize(), "Pipe the objects in -UnprocessedVariable to Get-DdbBatch to read them later.");
}
