using System;

namespace DdbBatch.Reading;

/// <summary>How a table is read.</summary>
internal sealed record ReadOptions
{
    /// <summary>Most requests in flight.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>RCU per second not to exceed; null for no limit.</summary>
    public double? MaxReadCapacity { get; init; }

    /// <summary>Most retries of one page; null for no limit.</summary>
    public int? MaxRetry { get; init; }

    /// <summary>How long the read may go on without a single page before it ends with an error.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Most bytes of pages that are in flight or wait for the reader.</summary>
    public long BufferBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>True for strongly consistent reads, which cost twice as much.</summary>
    public bool IsConsistent { get; init; }

    /// <summary>Keep a line for each request, for -Debug.</summary>
    public bool LogsRequests { get; init; }
}
