using System;

namespace DdbBatch;

/// <summary>The result of one run of Compare-DdbTable. Matching, Missing and Different add up to Compared.</summary>
public sealed class CompareSummary
{
    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>The table that it was compared with; null for the objects of the pipeline.</summary>
    public string? ReferenceTable { get; internal init; }

    /// <summary>
    /// True only if everything was compared, and nothing differs: no item is missing, different or extra, no object is invalid
    /// or unprocessed, and nothing could not be read. Only with -Full does it mean that the table has no other items.
    /// False if the input had no items, except with -Full.
    /// </summary>
    public bool Equal { get; internal init; }

    /// <summary>True if -Full looked for items of the table that the reference lacks.</summary>
    public bool Full { get; internal init; }

    /// <summary>Reference items that were compared with the table.</summary>
    public long Compared { get; internal init; }

    /// <summary>Reference items that the table has, with the same attributes.</summary>
    public long Matching => Compared - Missing - Different;

    /// <summary>Reference items whose key no item of the table has.</summary>
    public long Missing { get; internal init; }

    /// <summary>Reference items that differ from the item with the same key.</summary>
    public long Different { get; internal init; }

    /// <summary>Items of the table whose key no reference item has; only with -Full.</summary>
    public long Extra { get; internal init; }

    /// <summary>
    /// Objects whose key an object before them has. Each is compared, and at most one of them can match if they differ. Without
    /// -Full only duplicates of the first million keys are counted.
    /// </summary>
    public long DuplicateKeys { get; internal init; }

    /// <summary>Objects that are no valid items of the table. Each was reported as an error.</summary>
    public long Invalid { get; internal init; }

    /// <summary>Items and keys that got no answer, or that the run ended before.</summary>
    public long Unprocessed { get; internal init; }

    /// <summary>Files, rows and lines that the commands before this one could not read.</summary>
    public long ReadErrors { get; internal init; }

    /// <summary>BatchGetItem and Scan calls.</summary>
    public long Requests { get; internal init; }

    /// <summary>Calls of which at least a part was requested again.</summary>
    public long RetriedRequests { get; internal init; }

    /// <summary>Calls that were throttled, wholly or in part.</summary>
    public long ThrottledRequests { get; internal init; }

    /// <summary>Read capacity consumed, in RCU, of both tables.</summary>
    public double ConsumedCapacityUnits { get; internal init; }

    /// <summary>From the first object to the end.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Reference items compared per second.</summary>
    public double ItemsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round(Compared / Elapsed.TotalSeconds, 1) : 0;

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{(Equal ? "equal" : "not equal")}: {Compared} compared, {Missing} missing, {Different} different, {Extra} extra, {Invalid} invalid, {Unprocessed} unprocessed{(ReadErrors > 0 ? $", {ReadErrors} read errors" : "")} in {Elapsed.TotalSeconds:0.0} s, {ConsumedCapacityUnits:0.#} RCU");
}
