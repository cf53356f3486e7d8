using System;

namespace DdbBatch;

/// <summary>The result of Copy-DdbTable.</summary>
public sealed class CopySummary : TransferSummary
{
    internal CopySummary(ReadSummary read, WriteSummary write, string destination)
        : base(read, write) => Destination = destination;

    /// <summary>The table that was written to, by the name or ARN that was specified.</summary>
    public string Destination { get; }

    /// <summary>Items that DynamoDB confirmed.</summary>
    public long Written => Write.Written;

    /// <summary>Items in -FailedPath, those of earlier runs with the same checkpoint included.</summary>
    public long FailedLines => Write.FailedLines;

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => FormattableString.Invariant($"{Written} of {Items} items written {Rest}")
        + (FailedLines > 0 ? FormattableString.Invariant($", {FailedLines} in the failed file") : "");
}
