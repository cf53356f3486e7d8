using System;

namespace DdbBatch.Writing;

/// <summary>How a run writes.</summary>
internal sealed record WriteOptions
{
    /// <summary>Most requests in flight, over all tables.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>Most retries of one operation; null for no limit.</summary>
    public int? MaxRetry { get; init; }

    /// <summary>How long a table may go without any progress before it is given up.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    public DuplicateKeyMode DuplicateKey { get; init; }

    /// <summary>
    /// False if objects may be for different tables: a table that can't be written to ends the run only if no other can follow.
    /// </summary>
    public bool HasOneTable { get; init; } = true;

    /// <summary>WCU per second not to exceed, per table; null for no limit.</summary>
    public double? MaxWriteCapacity { get; init; }

    /// <summary>Ask for consumed capacity by index too (INDEXES rather than TOTAL).</summary>
    public bool IndexCapacity { get; init; }

    /// <summary>Ask for item collection metrics (SIZE).</summary>
    public bool ItemCollectionMetrics { get; init; }

    /// <summary>Report written operations too, and those whose condition was false, not only leftovers.</summary>
    public bool ReportWritten { get; init; }

    /// <summary>
    /// Return the item that makes a condition false, if there is one (-ConditionFailedVariable). An insert whose key exists is
    /// sent once more for it.
    /// </summary>
    public bool ReturnExistingItems { get; init; }

    /// <summary>Keep what the engine decides, to be told (-Verbose).</summary>
    public bool TellsDecisions { get; init; }

    /// <summary>Keep a line for each request, to be told (-Debug).</summary>
    public bool TellsRequests { get; init; }

    /// <summary>Most bytes of operations that are waiting or in flight.</summary>
    public long BufferBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How long an operation may wait for others to fill its batch.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after an attempt without a trustworthy answer DynamoDB may still apply it.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Refusals in a row, for one reason and with nothing written, that end the run.</summary>
    public int RefusalLimit { get; init; } = 100;

    /// <summary>Most operations of one table that are waiting or in flight.</summary>
    public int BufferedOperations => Math.Max(500, 50 * ThrottleLimit);
}
