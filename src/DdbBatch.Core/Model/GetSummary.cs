using System;
using DdbBatch.Model;

namespace DdbBatch;

/// <summary>The result of one run of Get-DdbBatch. Found, Missing, Unprocessed and Invalid add up to Total.</summary>
public sealed class GetSummary
{
    /// <summary>The table, by the name or ARN that was specified.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>
    /// True if the whole input was read, and DynamoDB answered for every object: it has an item or certainly none. Missing
    /// items do not make it false.
    /// </summary>
    public bool Succeeded { get; internal init; }

    /// <summary>Objects of the input.</summary>
    public long Total { get; internal init; }

    /// <summary>Objects whose item was output.</summary>
    public long Found { get; internal init; }

    /// <summary>Objects whose key no item of the table has.</summary>
    public long Missing { get; internal init; }

    /// <summary>Objects without an answer: whether there is an item is not known, or it was not output.</summary>
    public long Unprocessed { get; internal init; }

    /// <summary>Objects without a valid key.</summary>
    public long Invalid { get; internal init; }

    /// <summary>Files, rows and lines that the commands before this one could not read.</summary>
    public long ReadErrors { get; internal init; }

    /// <summary>BatchGetItem calls.</summary>
    public long Requests { get; internal init; }

    /// <summary>Calls of which at least one key was requested again.</summary>
    public long RetriedRequests { get; internal init; }

    /// <summary>Calls that were throttled, wholly or in part.</summary>
    public long ThrottledRequests { get; internal init; }

    /// <summary>Bytes of all answers.</summary>
    public long Bytes { get; internal init; }

    /// <summary>Read capacity consumed, in RCU.</summary>
    public double ConsumedCapacityUnits { get; internal init; }

    /// <summary>From the first object to the end.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Items output per second.</summary>
    public double ItemsPerSecond => Rate.PerSecond(Found, Elapsed);

    /// <summary>Consumed RCU per second.</summary>
    public double CapacityUnitsPerSecond => Rate.PerSecond(ConsumedCapacityUnits, Elapsed);

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Found} found, {Missing} missing, {Unprocessed} unprocessed, {Invalid} invalid of {Total}{(ReadErrors > 0 ? $", {ReadErrors} read errors" : "")} in {Elapsed.TotalSeconds:0.0} s, {ConsumedCapacityUnits:0.#} RCU");
}
