using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reading;
using DdbBatch.Transport;

namespace DdbBatch.Comparing;

/// <summary>Looks the keys of the table up in the reference table: those that it lacks are extra.</summary>
internal sealed class ExtraPass : LookupSession
{
    private readonly CompareResults _results;
    private readonly KeySelector _keys;
    private long _position;

    /// <param name="cmdlet">Gets output and messages.</param>
    /// <param name="target">The reference table.</param>
    /// <param name="transport">Sends the requests.</param>
    /// <param name="options">How to look up.</param>
    /// <param name="results">Takes the outcome.</param>
    public ExtraPass(ModuleCommand cmdlet, LookupTarget target, ITransport transport, LookupOptions options, CompareResults results)
        : base(cmdlet, target, options, transport)
    {
        _results = results;
        _keys = new KeySelector(target.Schema);
    }

    /// <summary>Takes a key of the table.</summary>
    public void Submit(ReadOnlyMemory<byte> json) => Submit(new KeyLookup(++_position, _keys.Select(json.Span), input: null));

    private protected override string Counts => _results.Counts;

    private protected override void Find(KeyLookup answer)
    {
        // The other pass compared it.
    }

    private protected override void Miss(KeyLookup answer) => _results.AddExtra(answer, Target.Schema);

    private protected override void Drop(KeyLookup answer) => _results.Unprocessed++;

    private protected override ErrorRecord Unprocessed(KeyLookup answer) =>
        LookupErrors.Unprocessed(Target.Table, answer, _results.ToItem(answer.Key.Json), CompareErrors.Advice);

    private protected override string UnreportedErrors(string code, long count) => LookupErrors.Summary(code, count);

    private protected override ErrorRecord Ended(OperationError error) =>
        LookupErrors.Ended(Target, error, _results.Summarize(), CompareErrors.Advice);
}
