using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DdbBatch.TestKit;

/// <summary>How a bulk engine behaves.</summary>
public sealed record BulkServerOptions
{
    /// <summary>The trigger of its operations' steps.</summary>
    public BulkPace Pace { get; init; }

    /// <summary>
    /// With <see cref="BulkPace.OnDescribe"/>: the interval at which the engine takes a step without a request; null for
    /// never.
    /// </summary>
    public TimeSpan? IdleStep { get; init; }

    /// <summary>The faults of requests, including bulk operations; none by default.</summary>
    public FaultRule Rule { get; init; } = _ => Fault.None;

    /// <summary>Says by a message that an item is refused; null for one to write. It must be safe to call in parallel.</summary>
    public Func<JsonElement, string?> Refuse { get; init; } = _ => null;

    /// <summary>Takes the items in the place of DynamoDB Local, which takes 5 to 10 thousand a second.</summary>
    public ItemDigest? Items { get; init; }

    /// <summary>The operation fails once it has processed so many items.</summary>
    public long? FailAfterItems { get; init; }

    /// <summary>The code of that failure.</summary>
    public string FailureCode { get; init; } = "InternalServerError";

    /// <summary>Whether a line that isn't a record ends the reading of its object.</summary>
    public bool MalformedRecordStopsObject { get; init; }

    /// <summary>How the report looks.</summary>
    public BulkReportStyle Report { get; init; } = new();

    /// <summary>Tables that are global: DescribeTable shows a replica, and bulk operations are refused.</summary>
    public IReadOnlyCollection<string> GlobalTables { get; init; } = [];

    /// <summary>How long a client token is remembered.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many operations may be in progress.</summary>
    public int MaxOperations { get; init; } = 50;

    /// <summary>How many operations may be in progress on one table.</summary>
    public int MaxOperationsPerTable { get; init; } = 1;

    /// <summary>How many objects an operation may read.</summary>
    public int MaxObjects { get; init; } = 50_000;

    /// <summary>How large an object may be.</summary>
    public long MaxObjectBytes { get; init; } = 5L * 1024 * 1024 * 1024;

    /// <summary>How large all objects of an operation may be.</summary>
    public long MaxInputBytes { get; init; } = long.MaxValue;
}
