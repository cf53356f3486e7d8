using System.Collections.Generic;
using System.Linq;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DdbBatch.Tables;

/// <summary>DynamoDB's description of a table as an object of our own.</summary>
internal static class TableInfos
{
    public static TableInfo Of(TableDescription table)
    {
        bool isProvisioned = BillingModeOf(table) == BillingMode.PROVISIONED;
        TableIndexInfo[] indexes =
        [
            .. (table.LocalSecondaryIndexes ?? []).Select(index => Index(table, index.IndexName, isLocal: true, index.KeySchema, index.Projection)),
            .. (table.GlobalSecondaryIndexes ?? []).Select(index => Index(table, index.IndexName, isLocal: false, index.KeySchema, index.Projection)),
        ];
        return new TableInfo
        {
            Table = table.TableName,
            Arn = table.TableArn,
            Status = table.TableStatus?.Value ?? "",
            KeyName = Keys(table, table.KeySchema),
            Indexes = indexes,
            BillingMode = BillingModeOf(table).Value,
            ReadCapacity = isProvisioned ? table.ProvisionedThroughput?.ReadCapacityUnits : null,
            WriteCapacity = isProvisioned ? table.ProvisionedThroughput?.WriteCapacityUnits : null,
            TableClass = (table.TableClassSummary?.TableClass ?? TableClass.STANDARD).Value,
        };
    }

    /// <summary>The billing mode. A table that never was on demand has no summary (API reference, "BillingModeSummary").</summary>
    public static BillingMode BillingModeOf(TableDescription table) => table.BillingModeSummary?.BillingMode ?? BillingMode.PROVISIONED;

    private static TableIndexInfo Index(
        TableDescription table, string name, bool isLocal, List<KeySchemaElement> keys, Projection projection) => new()
        {
            Name = name,
            IsLocal = isLocal,
            KeyName = Keys(table, keys),
            Projection = projection.ProjectionType.Value,
            NonKeyAttributes = [.. projection.NonKeyAttributes ?? []],
        };

    private static string[] Keys(TableDescription table, List<KeySchemaElement> keys) =>
    [
        .. keys.OrderBy(key => key.KeyType == KeyType.RANGE).Select(key => $"{key.AttributeName}:{TypeOf(table, key.AttributeName)}"),
    ];

    private static string? TypeOf(TableDescription table, string attribute) =>
        table.AttributeDefinitions.Find(definition => definition.AttributeName == attribute)?.AttributeType.Value;
}
