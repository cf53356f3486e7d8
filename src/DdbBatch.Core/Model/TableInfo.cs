namespace DdbBatch;

/// <summary>A table as DynamoDB describes it: its keys, indexes and capacity.</summary>
public sealed class TableInfo
{
    /// <summary>The table's name.</summary>
    public string Table { get; internal init; } = "";

    /// <summary>The table's ARN.</summary>
    public string Arn { get; internal init; } = "";

    /// <summary>CREATING, ACTIVE or another status of DynamoDB.</summary>
    public string Status { get; internal init; } = "";

    /// <summary>The key attributes with their types, as -KeyName takes them: Artist:S, Year:N.</summary>
    public string[] KeyName { get; internal init; } = [];

    /// <summary>The secondary indexes.</summary>
    public TableIndexInfo[] Indexes { get; internal init; } = [];

    /// <summary>PAY_PER_REQUEST (on demand) or PROVISIONED.</summary>
    public string BillingMode { get; internal init; } = "";

    /// <summary>The provisioned read capacity in RCU per second; null if the table is on demand.</summary>
    public long? ReadCapacity { get; internal init; }

    /// <summary>The provisioned write capacity in WCU per second; null if the table is on demand.</summary>
    public long? WriteCapacity { get; internal init; }

    /// <summary>STANDARD or STANDARD_INFREQUENT_ACCESS.</summary>
    public string TableClass { get; internal init; } = "";

    /// <summary>Returns one line with the table's name, keys and status.</summary>
    public override string ToString() => $"{Table} ({string.Join(", ", KeyName)}), {Status}";
}
