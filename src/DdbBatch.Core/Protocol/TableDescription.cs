using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>The parts of a table's description that writing and reading require.</summary>
/// <param name="Schema">Its keys and its indexes' keys.</param>
/// <param name="TableArn">Its ARN, which is the same for all ways to specify the table.</param>
/// <param name="Throughput">Its capacity.</param>
internal sealed record TableDescription(TableSchema Schema, string TableArn, Throughput Throughput)
{
    /// <summary>
    /// Its TableId (API reference, TableDescription), or the time of its creation, because DynamoDB Local reports no id. A table
    /// that is deleted and created again has the same ARN and another id. Null if not reported.
    /// </summary>
    public string? TableId { get; init; }

    /// <summary>
    /// The provisioned WCU per second, or those that an on-demand table provides at once (warm throughput); null if not
    /// reported.
    /// </summary>
    public double? WriteCapacity => Throughput.WriteCapacity;

    /// <summary>
    /// The provisioned RCU per second, or those that an on-demand table provides at once (warm throughput); null if not
    /// reported.
    /// </summary>
    public double? ReadCapacity { get; init; }

    /// <summary>The number of items, up to six hours old (API reference, TableDescription); null if not reported.</summary>
    public long? ItemCount { get; init; }

    /// <summary>Its size in bytes, up to six hours old; null if not reported.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Its status, as ACTIVE or UPDATING.</summary>
    public string Status { get; init; } = "ACTIVE";

    /// <summary>True for a global table, which has replicas in other regions.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>A global index that is being created; null if there is none.</summary>
    public string? CreatingIndex { get; init; }
}
