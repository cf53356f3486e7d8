using System;

namespace DdbBatch;

/// <summary>The result of one run over a table: its items are read, and each of them is written or deleted.</summary>
public abstract class TransferSummary
{
    private protected TransferSummary(ReadSummary read, WriteSummary write)
    {
        Read = read;
        Write = write;
    }

    /// <summary>The table that was read, by the name or ARN that was specified.</summary>
    public string Table => Read.Table;

    /// <summary>True if every page was read, every item was written or deleted, and the failed file holds no item of this run.</summary>
    public bool Succeeded => Read.Succeeded && Write.Succeeded;

    /// <summary>Items that were read and given to the writer.</summary>
    public long Items => Write.Total;

    /// <summary>Items that DynamoDB evaluated, before -Filter.</summary>
    public long ScannedItems => Read.ScannedItems;

    /// <summary>Items that were certainly not written or deleted.</summary>
    public long Unprocessed => Write.Unprocessed;

    /// <summary>Items that may be written or deleted: no trustworthy answer came.</summary>
    public long Unknown => Write.Unknown;

    /// <summary>Items that DynamoDB refused.</summary>
    public long Invalid => Write.Invalid;

    /// <summary>Segments that were read to their end, by this run or by an earlier one (-CheckpointPath).</summary>
    public int CompleteSegments => Read.CompleteSegments;

    /// <summary>Segments that the table was divided into.</summary>
    public int TotalSegments => Read.TotalSegments;

    /// <summary>Read capacity consumed, in RCU.</summary>
    public double ReadCapacityUnits => Read.ConsumedCapacityUnits;

    /// <summary>Write capacity consumed by the table that was written to and its indexes, in WCU.</summary>
    public double WriteCapacityUnits => Write.ConsumedCapacityUnits;

    /// <summary>From the first request to the end.</summary>
    public TimeSpan Elapsed => Write.Elapsed;

    /// <summary>Items per second.</summary>
    public double ItemsPerSecond => Elapsed > TimeSpan.Zero ? Math.Round(Items / Elapsed.TotalSeconds, 1) : 0;

    /// <summary>The details of the reading.</summary>
    public ReadSummary Read { get; }

    /// <summary>The details of the writing.</summary>
    public WriteSummary Write { get; }

    /// <summary>Returns the counts of the items that are not done.</summary>
    private protected string Rest => FormattableString.Invariant(
        $"in {Elapsed.TotalSeconds:0.0} s, {Unprocessed} unprocessed, {Unknown} unknown, {Invalid} invalid, {ReadCapacityUnits:0.#} RCU, {WriteCapacityUnits:0.#} WCU");
}
