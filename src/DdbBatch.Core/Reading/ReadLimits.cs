using System;

namespace DdbBatch.Reading;

/// <summary>The limits that scans and lookups have in common: of their speed, and of their retries.</summary>
internal sealed record ReadLimits
{
    /// <summary>Most requests in flight.</summary>
    public required int ThrottleLimit { get; init; }

    /// <summary>RCU per second not to exceed; null for no limit.</summary>
    public required double? MaxReadCapacity { get; init; }

    /// <summary>Most retries of one page or key; null for no limit.</summary>
    public required int? MaxRetry { get; init; }

    /// <summary>How long to go on without any answer.</summary>
    public required TimeSpan RetryTimeout { get; init; }

    /// <summary>Keep a line for each request, for -Debug.</summary>
    public required bool LogsRequests { get; init; }

    /// <summary>Returns how a table is read.</summary>
    /// <param name="isConsistent">True for strongly consistent reads.</param>
    public ReadOptions ToScan(bool isConsistent) => new()
    {
        ThrottleLimit = ThrottleLimit,
        MaxReadCapacity = MaxReadCapacity,
        MaxRetry = MaxRetry,
        RetryTimeout = RetryTimeout,
        IsConsistent = isConsistent,
        LogsRequests = LogsRequests,
    };

    /// <summary>Returns how items are looked up.</summary>
    public LookupOptions ToLookup() => new()
    {
        ThrottleLimit = ThrottleLimit,
        MaxReadCapacity = MaxReadCapacity,
        MaxRetry = MaxRetry,
        RetryTimeout = RetryTimeout,
        LogsRequests = LogsRequests,
    };
}
