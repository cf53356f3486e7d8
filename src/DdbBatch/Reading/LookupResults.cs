using System.Collections.Generic;
using DdbBatch.Model;

namespace DdbBatch.Reading;

/// <summary>The outcomes of the objects that Get-DdbBatch was given: their number, and those without an item.</summary>
/// <param name="keepsMissing">Whether anybody wants the missing ones (-MissingVariable).</param>
/// <param name="keepsUnprocessed">Whether anybody wants the unprocessed ones (-UnprocessedVariable).</param>
internal sealed class LookupResults(bool keepsMissing, bool keepsUnprocessed)
{
    private readonly List<object> _missing = [];
    private readonly List<object> _unprocessed = [];

    /// <summary>Objects whose item was output.</summary>
    public long Found { get; private set; }

    /// <summary>Objects whose key no item has.</summary>
    public long Missing { get; private set; }

    /// <summary>Objects without an answer.</summary>
    public long Unprocessed { get; private set; }

    /// <summary>Objects without a valid key.</summary>
    public long Invalid { get; private set; }

    /// <summary>Objects that could not be read before the command, so that nothing was looked up for them.</summary>
    public long ReadErrors { get; private set; }

    /// <summary>All objects that the command was given.</summary>
    public long Total => Found + Missing + Unprocessed + Invalid;

    /// <summary>The objects whose key no item has.</summary>
    public IReadOnlyList<object> MissingObjects => _missing;

    /// <summary>The objects without an answer.</summary>
    public IReadOnlyList<object> UnprocessedObjects => _unprocessed;

    public void AddFound() => Found++;

    public void AddInvalid() => Invalid++;

    public void AddReadError() => ReadErrors++;

    public void AddMissing(object? input)
    {
        Missing++;
        if (keepsMissing)
            _missing.Add(Complete(input)!);
    }

    public void AddUnprocessed(object? input)
    {
        Unprocessed++;
        if (keepsUnprocessed)
            _unprocessed.Add(Complete(input)!);
    }

    private static object? Complete(object? input) => input is IDeferredObject deferred ? deferred.Complete() : input;
}
