using System;
using System.Management.Automation;
using DdbBatch.Input;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reading;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Comparing;

/// <summary>Looks reference items up in the table, and compares them: those of the pipeline, or of the reference table.</summary>
internal sealed class ComparePass : RowLookupSession
{
    // 40 MB at most, so that the memory of a comparison without -Full is bounded.
    private const int MostKeys = 1_000_000;

    private readonly CompareOptions _options;
    private readonly CompareResults _results;
    private readonly ItemComparer _comparer;
    private readonly KeySelector _keys;
    private readonly RepeatedErrors _invalid;
    private long _position;

    /// <param name="cmdlet">Gets output and messages.</param>
    /// <param name="target">The table.</param>
    /// <param name="transport">Sends the requests.</param>
    /// <param name="options">The options.</param>
    /// <param name="attributes">The attributes that are compared.</param>
    /// <param name="results">Takes the outcome.</param>
    public ComparePass(
        ModuleCommand cmdlet,
        LookupTarget target,
        ITransport transport,
        CompareOptions options,
        ComparedAttributes attributes,
        CompareResults results)
        : base(cmdlet, target, options.Lookup, transport)
    {
        _options = options;
        _results = results;
        _comparer = new ItemComparer(attributes);
        _keys = new KeySelector(target.Schema);
        _invalid = new RepeatedErrors(cmdlet, CompareErrors.InvalidSummary);
    }

    /// <summary>The keys of the pipeline's objects: all of them with -Full, otherwise the first million.</summary>
    public SeenKeys Seen { get; } = new();

    /// <summary>Takes an item of the reference table.</summary>
    public void Submit(ReadOnlyMemory<byte> json)
    {
        byte[] item = json.ToArray();
        Submit(new KeyLookup(++_position, _keys.Select(item), input: null) { Content = item });
    }

    private protected override string Counts => _results.Counts;

    private protected override KeyLookup ToLookup(InputRow row)
    {
        if (row.Kind is { } kind and not (OperationKind.Put or OperationKind.Insert))
            throw CompareErrors.NoItem(kind);
        EncodedItem item = _options.Converter.ToItem(row, Target.Schema);
        if (IsDuplicate(item.Key))
            _results.DuplicateKeys++;
        return new KeyLookup(row.Position, _keys.Select(item), row.Source) { Content = item.Json };
    }

    private protected override void Refuse(ErrorRecord error)
    {
        _results.Invalid++;
        Cmdlet.CountReadError();
        _invalid.Report(error.FullyQualifiedErrorId, error);
    }

    private protected override void Find(KeyLookup answer) =>
        _results.AddFound(answer, _comparer.Compare(answer.Content, answer.Item), Target.Schema);

    private protected override void Miss(KeyLookup answer) => _results.AddMissing(answer, Target.Schema);

    private protected override void Drop(KeyLookup answer) => _results.Unprocessed++;

    private protected override ErrorRecord Unprocessed(KeyLookup answer) => LookupErrors.Unprocessed(
        Target.Table, answer, answer.Input ?? _results.ToItem(answer.Content), CompareErrors.Advice);

    private protected override string UnreportedErrors(string code, long count) => LookupErrors.Summary(code, count);

    private protected override ErrorRecord Ended(OperationError error) =>
        LookupErrors.Ended(Target, error, _results.Summarize(), CompareErrors.Advice);

    private protected override void SummarizeErrors(Action<string> warn)
    {
        base.SummarizeErrors(warn);
        _invalid.Summarize(warn);
    }

    private bool IsDuplicate(ItemKey key) =>
        _options.IsFull || Seen.Count < MostKeys ? !Seen.Add(key) : Seen.Contains(key);
}
