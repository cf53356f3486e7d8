using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Estimation;
using DdbBatch.Items;
using DdbBatch.Throttling;
using ScalarAttributeType = DdbBatch.Items.ScalarAttributeType;
using SdkTableDescription = Amazon.DynamoDBv2.Model.TableDescription;

namespace DdbBatch.Transport;

/// <summary>Asks DynamoDB for a table's keys and write capacity.</summary>
internal sealed class TableDescriber
{
    private readonly DynamoDBClient _client;
    private readonly RetriedCalls _calls;

    public TableDescriber(DynamoDBClient client)
    {
        _client = client;
        _calls = new RetriedCalls(client);
    }

    /// <summary>Describes a table.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null while the table is still being created.</returns>
    /// <exception cref="TableException">There is no such table, or DynamoDB can't be asked.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TableDescription?> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        SdkTableDescription description = await AskAsync(table, cancellationToken).ConfigureAwait(false);
        return description.TableStatus == TableStatus.CREATING
            ? null
            : new TableDescription(ToSchema(description), description.TableArn ?? table, ToThroughput(description))
            {
                Status = description.TableStatus?.Value ?? "ACTIVE",
                IsGlobal = description.Replicas is { Count: > 0 } || !string.IsNullOrEmpty(description.GlobalTableVersion),
                CreatingIndex = CreatingIndex(description),
            };
    }

    private async Task<SdkTableDescription> AskAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            DescribeTableResponse response = await _calls.CallAsync(
                () => _client.DescribeTableAsync(table, cancellationToken), cancellationToken).ConfigureAwait(false);
            return response.Table;
        }
        catch (FailedCallException failed)
        {
            throw new TableException(
                failed.Error with { DoomsRun = failed.MayPass || failed.ErrorClass == ErrorClass.RunFatal });
        }
    }

    // A global index that is being created, or filled, holds some operations up.
    private static string? CreatingIndex(SdkTableDescription table) =>
        table.GlobalSecondaryIndexes?.Find(index => index.IndexStatus == IndexStatus.CREATING || index.Backfilling == true)?.IndexName;

    private static TableSchema ToSchema(SdkTableDescription table)
    {
        Dictionary<string, ScalarAttributeType> types = table.AttributeDefinitions.ToDictionary(
            attribute => attribute.AttributeName,
            attribute => (ScalarAttributeType)Enum.Parse(typeof(ScalarAttributeType), attribute.AttributeType.Value));
        IEnumerable<KeyAttribute> indexKeys =
        [
            .. (table.LocalSecondaryIndexes ?? []).SelectMany(index => Keys(index.KeySchema, index.IndexName)),
            .. (table.GlobalSecondaryIndexes ?? []).SelectMany(index => Keys(index.KeySchema, index.IndexName)),
        ];
        return new TableSchema(table.TableName, Keys(table.KeySchema, null), indexKeys);

        IEnumerable<KeyAttribute> Keys(List<KeySchemaElement> schema, string? indexName) => schema
            .OrderBy(element => element.KeyType == KeyType.HASH ? 0 : 1)
            .Select(element => new KeyAttribute(
                element.AttributeName, types[element.AttributeName], indexName, element.KeyType == KeyType.RANGE));
    }

    private static Throughput ToThroughput(SdkTableDescription table)
    {
        IEnumerable<IndexThroughput> local = (table.LocalSecondaryIndexes ?? [])
            .Select(index => new IndexThroughput(index.IndexName, Names(index.KeySchema), IsLocal: true, null));
        IEnumerable<IndexThroughput> global = (table.GlobalSecondaryIndexes ?? [])
            .Select(index => new IndexThroughput(
                index.IndexName,
                Names(index.KeySchema),
                IsLocal: false,
                WriteCapacity(
                    index.ProvisionedThroughput, index.WarmThroughput?.WriteUnitsPerSecond, index.OnDemandThroughput)));
        return new Throughput(
            WriteCapacity(table.ProvisionedThroughput, table.WarmThroughput?.WriteUnitsPerSecond, table.OnDemandThroughput),
            [.. local, .. global]);
    }

    // On-demand tables are provisioned with 0, and may have a limit of their own.
    private static double? WriteCapacity(
        ProvisionedThroughputDescription? provisioned, long? warm, OnDemandThroughput? onDemand)
    {
        if (provisioned?.WriteCapacityUnits is > 0 and { } units)
            return units;
        return onDemand?.MaxWriteRequestUnits is > 0 and { } limit ? Math.Min(limit, warm ?? limit) : warm;
    }

    private static IReadOnlyList<string> Names(List<KeySchemaElement> schema) =>
        [.. schema.Select(element => element.AttributeName)];
}
