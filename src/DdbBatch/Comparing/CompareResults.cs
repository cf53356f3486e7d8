using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using DdbBatch.Files;
using DdbBatch.Items;
using DdbBatch.Lifecycle;
using DdbBatch.Reading;

namespace DdbBatch.Comparing;

/// <summary>The outcome of a comparison: its counts, and the output of differences.</summary>
/// <param name="cmdlet">Outputs the differences.</param>
/// <param name="options">The options.</param>
internal sealed class CompareResults(ModuleCommand cmdlet, CompareOptions options)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly FilePosition _reference = new(options.ReferenceName is { } table ? $"table {table}" : "the reference");
    private long _compared;
    private long _missing;
    private long _different;
    private long _extra;

    /// <summary>Objects that are no valid items.</summary>
    public long Invalid { get; set; }

    /// <summary>Lookups that got no answer, and objects that were not reached.</summary>
    public long Unprocessed { get; set; }

    /// <summary>Objects whose key was there before.</summary>
    public long DuplicateKeys { get; set; }

    /// <summary>True after everything was compared.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>All lookups of the comparison.</summary>
    public List<LookupSession> Lookups { get; } = [];

    /// <summary>All scans of the comparison.</summary>
    public List<ReadSession> Reads { get; } = [];

    /// <summary>The counts in words.</summary>
    public string Counts => $"{_compared} compared, {_missing} missing, {_different} different, {_extra} extra";

    /// <summary>Takes a reference item that the table has.</summary>
    /// <param name="answer">Its lookup.</param>
    /// <param name="attributes">The attributes that differ.</param>
    /// <param name="schema">The table's keys.</param>
    public void AddFound(KeyLookup answer, IReadOnlyList<DifferentAttribute> attributes, TableSchema schema)
    {
        _compared++;
        if (attributes.Count == 0)
            return;
        _different++;
        Write(DifferenceStatus.Different, answer, schema, attributes);
    }

    /// <summary>Takes a reference item that the table lacks.</summary>
    public void AddMissing(KeyLookup answer, TableSchema schema)
    {
        _compared++;
        _missing++;
        Write(DifferenceStatus.Missing, answer, schema, []);
    }

    /// <summary>Takes a key of the table that the reference lacks.</summary>
    public void AddExtra(KeyLookup answer, TableSchema schema)
    {
        _extra++;
        Write(DifferenceStatus.Extra, answer, schema, []);
    }

    /// <summary>Ends the comparison.</summary>
    public void Complete()
    {
        IsComplete = true;
        _elapsed.Stop();
    }

    /// <summary>A reference item as an object for users.</summary>
    public DdbItem ToItem(byte[] json) => ToItem(json, _reference, null);

    /// <summary>
    /// True if there was no reference item although the pipeline is the reference. An import that failed has the same effect, so the
    /// table isn't verified by it. With -Full, the table must be empty as well.
    /// </summary>
    public bool IsEmpty => _compared == 0 && options is { ReferenceName: null, IsFull: false };

    /// <summary>Returns the current counts.</summary>
    public CompareSummary Summarize()
    {
        long readErrors = options.ReadErrors();
        ReadSummary[] reads = [.. Reads.Select(read => read.Summarize())];
        LookupTally[] lookups = [.. Lookups.Select(lookup => lookup.Tally)];
        return new CompareSummary
        {
            Table = options.TableName,
            ReferenceTable = options.ReferenceName,
            Equal = IsComplete && !IsEmpty && _missing + _different + _extra + Invalid + Unprocessed + readErrors == 0,
            Full = options.IsFull,
            Compared = _compared,
            Missing = _missing,
            Different = _different,
            Extra = _extra,
            DuplicateKeys = DuplicateKeys,
            Invalid = Invalid,
            Unprocessed = Unprocessed,
            ReadErrors = readErrors,
            Requests = reads.Sum(read => read.Requests) + lookups.Sum(lookup => lookup.Requests),
            RetriedRequests = reads.Sum(read => read.RetriedRequests) + lookups.Sum(lookup => lookup.RetriedRequests),
            ThrottledRequests = reads.Sum(read => read.ThrottledRequests) + lookups.Sum(lookup => lookup.ThrottledRequests),
            ConsumedCapacityUnits = reads.Sum(read => read.ConsumedCapacityUnits) + lookups.Sum(lookup => lookup.ConsumedUnits),
            Elapsed = _elapsed.Elapsed,
        };
    }

    private void Write(DifferenceStatus status, KeyLookup answer, TableSchema schema, IReadOnlyList<DifferentAttribute> attributes) =>
        cmdlet.WriteObject(new ItemDifference
        {
            Status = status,
            Key = ToItem(answer.Key.Json, new FilePosition($"table {options.TableName}"), options.TableName),
            KeyText = KeyText.Of(answer.Key.Json, schema),
            Attributes = [.. attributes.Select(attribute => new AttributeDifference(attribute))],
            ReferenceItem = status == DifferenceStatus.Extra ? null : ToItem(answer.Content),
        });

    private static DdbItem ToItem(byte[] json, FilePosition position, string? table) =>
        new DdbItem(new ItemContent.Typed(new EncodedItem(json, SizeBytes: 0, default), wasText: false), position) { Table = table }
            .WithProperties();
}
