using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>What DescribeTable says of a table, as far as writing and reading need it.</summary>
/// <param name="Schema">Its keys and its indexes' keys.</param>
/// <param name="TableArn">Its ARN: one table has one, whatever it was called by.</param>
/// <param name="Throughput">What it takes.</param>
internal sealed record TableDescription(TableSchema Schema, string TableArn, Throughput Throughput)
{
    /// <summary>
    /// WCU per second that it is provisioned with, or that an on-demand table takes at once (warm throughput); null where
    /// DynamoDB doesn't say.
    /// </summary>
    public double? WriteCapacity => Throughput.WriteCapacity;

    /// <summary>
    /// RCU per second that it is provisioned with, or that an on-demand table gives at once (warm throughput); null if
    /// DynamoDB doesn't say.
    /// </summary>
    public double? ReadCapacity { get; init; }

    /// <summary>How many items it has; up to six hours old (API reference, TableDescription). Null if DynamoDB doesn't say.</summary>
    public long? ItemCount { get; init; }

    /// <summary>Its size in bytes; up to six hours old. Null if DynamoDB doesn't say.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Its status, as ACTIVE or UPDATING.</summary>
    public string Status { get; init; } = "ACTIVE";

    /// <summary>True for a global table, which has replicas in other regions.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>A global index that is being created; null where there is none.</summary>
    public string? CreatingIndex { get; init; }
}
