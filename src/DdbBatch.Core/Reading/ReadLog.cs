using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>A line for each request, for -Debug, until the pipeline's thread takes it. None of them has an attribute's value. Not thread-safe.</summary>
/// <param name="isOn">True if the lines are needed.</param>
internal sealed class ReadLog(bool isOn)
{
    private List<string> _lines = [];

    /// <summary>Records the answer to a request.</summary>
    public void Answered(string operation, PageRequest request, CallAnswer answer, TimeSpan duration)
    {
        if (isOn)
            Add($"{operation}, {request.Segment}: {Describe(answer)}, {duration.TotalMilliseconds:0} ms");
    }

    /// <summary>Records the answer to a BatchGetItem.</summary>
    public void Answered(KeysRequest request, CallAnswer answer, TimeSpan duration)
    {
        if (isOn)
            Add($"BatchGetItem, {request.Lookups.Count} keys: {Describe(answer)}, {duration.TotalMilliseconds:0} ms");
    }

    /// <summary>Takes the lines since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        if (!isOn)
            return [];
        List<string> lines = _lines;
        _lines = [];
        return lines;
    }

    private void Add(FormattableString line) => _lines.Add(FormattableString.Invariant(line));

    private static string Describe(CallAnswer answer) => answer switch
    {
        CallAnswer.Result<Page> { Value: { } page } => FormattableString.Invariant(
            $"{page.Items.Count} of {page.ScannedCount} items, {page.ConsumedUnits} RCU"),
        CallAnswer.Result<KeysAnswer> { Value: { } keys } => FormattableString.Invariant(
            $"{keys.Items.Count(item => item is not null)} items, {keys.IsUnprocessed.Count(isLeft => isLeft)} keys unprocessed, {keys.ConsumedUnits} RCU"),
        CallAnswer.ServiceError error => $"{error.Status} {error.Code}",
        CallAnswer.NoAnswer none => none.Code,
        _ => answer.GetType().Name,
    };
}
