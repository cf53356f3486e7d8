using System;

namespace DdbBatch.Writing;

/// <summary>The options of a run.</summary>
internal sealed record WriteOptions
{
    /// <summary>The maximum number of requests in flight, over all tables.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>
    /// How many requests of one operation count as one request for <see cref="ThrottleLimit"/>. More than one lets updates, of
    /// which each is a request, hide as much latency as batches do with fewer requests.
    /// </summary>
    public int SinglesPerRequest { get; init; } = 1;

    /// <summary>The most requests in flight, of any kind.</summary>
    public int MaxRequests => ThrottleLimit * SinglesPerRequest;

    /// <summary>The maximum number of retries per operation; null for no limit.</summary>
    public int? MaxRetry { get; init; }

    /// <summary>The time without any progress after which a table is given up.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    public DuplicateKeyMode DuplicateKey { get; init; }

    /// <summary>
    /// False if objects may be for different tables. Then a table that cannot be written to ends the run only if no other
    /// can follow.
    /// </summary>
    public bool HasOneTable { get; init; } = true;

    /// <summary>The maximum WCU per second and table; null for no limit.</summary>
    public double? MaxWriteCapacity { get; init; }

    /// <summary>Request the consumed capacity by index too (INDEXES rather than TOTAL).</summary>
    public bool IndexCapacity { get; init; }

    /// <summary>Request item collection metrics (SIZE).</summary>
    public bool ItemCollectionMetrics { get; init; }

    /// <summary>Report written operations too, and those whose condition was false, not only leftovers.</summary>
    public bool ReportWritten { get; init; }

    /// <summary>
    /// Return the item that makes a condition false, if there is one (-ConditionFailedVariable). An insert whose key exists is
    /// sent once more for it.
    /// </summary>
    public bool ReturnExistingItems { get; init; }

    /// <summary>
    /// True if the rows that were carried out since the last checkpoint are repeated after a kill (-CheckpointPath).
    /// </summary>
    public bool HasCheckpoint { get; init; }

    /// <summary>True to log the engine's decisions (-Verbose).</summary>
    public bool LogsDecisions { get; init; }

    /// <summary>True to log each request (-Debug).</summary>
    public bool LogsRequests { get; init; }

    /// <summary>The maximum size of all operations that are waiting or in flight, in bytes.</summary>
    public long BufferBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>The maximum time that an operation waits for others to fill its batch.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time for which DynamoDB may still apply an attempt without a trustworthy answer.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The number of consecutive refusals, for one reason and with nothing written, that ends the run.</summary>
    public int RefusalLimit { get; init; } = 100;

    /// <summary>The maximum number of operations of one table that are waiting or in flight.</summary>
    public int BufferedOperations => Math.Max(500, 50 * ThrottleLimit);
}
