using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Items;

namespace DdbBatch.Tables;

/// <summary>A table that is to be created.</summary>
internal sealed class TableDefinition
{
    private TableDefinition(CreateTableRequest request) => Request = request;

    /// <summary>The call that creates it.</summary>
    public CreateTableRequest Request { get; }

    /// <summary>Settings of the other table that this one will not have.</summary>
    public IReadOnlyList<string> NotCopied { get; private init; } = [];

    /// <summary>An on-demand table with only keys.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="keys">The partition key, then the sort key if it has one.</param>
    public static TableDefinition Of(string table, IReadOnlyList<KeyAttribute> keys) => new(new CreateTableRequest
    {
        TableName = table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [.. keys.Select((key, i) => new KeySchemaElement(key.Name, i == 0 ? KeyType.HASH : KeyType.RANGE))],
        AttributeDefinitions = [.. keys.Select(key => new AttributeDefinition(key.Name, new Amazon.DynamoDBv2.ScalarAttributeType(key.Type.ToString())))],
    });

    /// <summary>A table with the keys, indexes, billing mode, throughput and table class of another.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="other">The other table.</param>
    public static TableDefinition Like(string table, TableDescription other) => new(new CreateTableRequest
    {
        TableName = table,
        KeySchema = other.KeySchema,
        AttributeDefinitions = other.AttributeDefinitions,
        LocalSecondaryIndexes = NullIfEmpty(other.LocalSecondaryIndexes, index => new LocalSecondaryIndex
        {
            IndexName = index.IndexName,
            KeySchema = index.KeySchema,
            Projection = index.Projection,
        }),
        GlobalSecondaryIndexes = NullIfEmpty(other.GlobalSecondaryIndexes, index => new GlobalSecondaryIndex
        {
            IndexName = index.IndexName,
            KeySchema = index.KeySchema,
            Projection = index.Projection,
            ProvisionedThroughput = Provisioned(other, index.ProvisionedThroughput),
            OnDemandThroughput = Limits(index.OnDemandThroughput),
        }),
        BillingMode = TableInfos.BillingModeOf(other),
        ProvisionedThroughput = Provisioned(other, other.ProvisionedThroughput),
        OnDemandThroughput = Limits(other.OnDemandThroughput),
        TableClass = other.TableClassSummary?.TableClass,
    })
    {
        NotCopied = [.. FindNotCopied(other)],
    };

    /// <summary>Provisions capacity. Global indexes that have none of their own get as much as the table.</summary>
    /// <param name="read">RCU per second.</param>
    /// <param name="write">WCU per second.</param>
    public void Provision(long read, long write)
    {
        Request.BillingMode = BillingMode.PROVISIONED;
        Request.ProvisionedThroughput = new ProvisionedThroughput(read, write);
        Request.OnDemandThroughput = null;
        foreach (GlobalSecondaryIndex index in Request.GlobalSecondaryIndexes ?? [])
        {
            index.ProvisionedThroughput ??= Request.ProvisionedThroughput;
            index.OnDemandThroughput = null;
        }
    }

    /// <summary>Returns one line with the table's properties.</summary>
    public override string ToString()
    {
        int indexes = (Request.LocalSecondaryIndexes?.Count ?? 0) + (Request.GlobalSecondaryIndexes?.Count ?? 0);
        string keys = string.Join(", ", Request.KeySchema.Select(
            key => $"{key.AttributeName}:{Request.AttributeDefinitions.Find(one => one.AttributeName == key.AttributeName)?.AttributeType}"));
        string capacity = Request.ProvisionedThroughput is { } provisioned
            ? FormattableString.Invariant($"{provisioned.ReadCapacityUnits} RCU and {provisioned.WriteCapacityUnits} WCU")
            : "on demand";
        return FormattableString.Invariant($"table '{Request.TableName}' (keys {keys}; {indexes} indexes; {capacity})");
    }

    // Of on-demand tables DescribeTable reports 0 (API reference, "ProvisionedThroughputDescription").
    private static ProvisionedThroughput? Provisioned(TableDescription owner, ProvisionedThroughputDescription? throughput) =>
        TableInfos.BillingModeOf(owner) == BillingMode.PROVISIONED && throughput is { ReadCapacityUnits: { } read, WriteCapacityUnits: { } write }
            ? new ProvisionedThroughput(read, write)
            : null;

    // -1 stands for no limit (API reference, "OnDemandThroughput").
    private static OnDemandThroughput? Limits(OnDemandThroughput? throughput) =>
        throughput is { MaxReadRequestUnits: > 0 } or { MaxWriteRequestUnits: > 0 } ? throughput : null;

    private static IEnumerable<string> FindNotCopied(TableDescription other)
    {
        if (other.StreamSpecification?.StreamEnabled == true)
            yield return $"stream ({other.StreamSpecification.StreamViewType})";
        if (other.SSEDescription is { } encryption)
            yield return $"encryption ({encryption.SSEType}, {encryption.KMSMasterKeyArn})";
        if (other.Replicas is { Count: > 0 } replicas)
            yield return $"replicas ({string.Join(", ", replicas.Select(replica => replica.RegionName))})";
        if (other.DeletionProtectionEnabled == true)
            yield return "deletion protection";
    }

    private static List<TTo>? NullIfEmpty<TFrom, TTo>(List<TFrom>? list, Func<TFrom, TTo> convert) =>
        list is { Count: > 0 } ? [.. list.Select(convert)] : null;
}
