using System;

namespace DdbBatch;

/// <summary>The result of an export.</summary>
public sealed class ExportSummary
{
    /// <summary>True if the files are complete, the whole input was read, and every object of it was written.</summary>
    public bool Succeeded { get; internal init; }

    /// <summary>The files, in order; empty if the export did not come to its end: then there are none.</summary>
    public string[] Files { get; internal init; } = [];

    /// <summary>Objects taken in.</summary>
    public long Total { get; internal init; }

    /// <summary>Items written.</summary>
    public long Written { get; internal init; }

    /// <summary>Objects that are no items, or that the format can't hold. Each was reported as an error.</summary>
    public long Invalid { get; internal init; }

    /// <summary>
    /// The files, rows and lines that a reader upstream (Import-DdbItem, ConvertFrom-DdbJson, Get-DdbBatch) could not read and
    /// reported as errors. Their items are not in the files.
    /// </summary>
    public long ReadErrors { get; internal init; }

    /// <summary>Bytes written, after compression.</summary>
    public long Bytes { get; internal init; }

    /// <summary>From the beginning to the end.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Items written per second.</summary>
    public double ItemsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round(Written / Elapsed.TotalSeconds, 1) : 0;

    /// <summary>The counts in one line, for messages.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Written} of {Total} written to {Files.Length} files of {Bytes} bytes in {Elapsed.TotalSeconds:0.0} s, {Invalid} invalid")
        + (ReadErrors > 0 ? FormattableString.Invariant($", {ReadErrors} read errors") : "");
}
