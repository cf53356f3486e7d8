using System;

namespace DdbBatch.Reading;

/// <summary>How items are looked up by their keys.</summary>
internal sealed record LookupOptions
{
    /// <summary>Most requests in flight.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>RCU per second not to exceed; null for no limit.</summary>
    public double? MaxReadCapacity { get; init; }

    /// <summary>Most retries of one key; null for no limit.</summary>
    public int? MaxRetry { get; init; }

    /// <summary>How long the run may go on without any answer before what is left is given up.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a key may wait for others to fill its request.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is to be a line for each request (-Debug).</summary>
    public bool LogsRequests { get; init; }

    /// <summary>Most bytes of answers that wait for their turn in the input's order, and of the content of lookups.</summary>
    public long BufferBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Most lookups that are not answered or wait for their turn.</summary>
    public int BufferedLookups => Math.Max(2000, 2 * KeysRequest.MaxKeys * ThrottleLimit);
}
