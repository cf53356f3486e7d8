using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Items;
using DdbBatch.Throttling;
using DdbBatch.Writing;
using ScalarAttributeType = DdbBatch.Items.ScalarAttributeType;
using SdkTableDescription = Amazon.DynamoDBv2.Model.TableDescription;

namespace DdbBatch.Transport;

/// <summary>Asks DynamoDB for a table's keys, and waits for a table that is still being created.</summary>
internal sealed class TableDescriber
{
    private const int MaxAttempts = 4;
    private static readonly TimeSpan CreatingInterval = TimeSpan.FromSeconds(1);

    private readonly IAmazonDynamoDB _client;
    private readonly Random _random = new();

    public TableDescriber(IAmazonDynamoDB client) => _client = client;

    /// <summary>Describes a table, once it can be written to.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="onCreating">Called once where the table is still being created.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TableException">There is no such table, it is of no use, or DynamoDB can't be asked.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TableDescription> DescribeAsync(
        string table, Action onCreating, CancellationToken cancellationToken)
    {
        bool told = false;
        while (true)
        {
            SdkTableDescription description =
                await AskAsync(table, cancellationToken).ConfigureAwait(false);
            if (description.TableStatus != TableStatus.CREATING)
                return new TableDescription(ToSchema(description), description.TableArn ?? table);
            if (!told)
                onCreating();
            told = true;
            await Task.Delay(CreatingInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SdkTableDescription> AskAsync(
        string table, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            BatchAnswer answer;
            try
            {
                DescribeTableResponse response =
                    await _client.DescribeTableAsync(table, cancellationToken).ConfigureAwait(false);
                return response.Table;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                answer = SdkErrors.ToAnswer(exception, wasCancelled: false);
            }

            ErrorClass errorClass = ErrorClassifier.Classify(answer, hasSucceeded: false, credentialErrors: attempt);
            bool mayPass = errorClass is ErrorClass.Throttled or ErrorClass.Transient or ErrorClass.Ambiguous;
            if (!mayPass || attempt == MaxAttempts)
                throw new TableException(OperationError.From(answer), mayPass ? ErrorClass.RunFatal : errorClass);
            TimeSpan delay = RetryPolicy.Delay(attempt, errorClass, _random.NextDouble());
            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

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
            .Select(element => new KeyAttribute(element.AttributeName, types[element.AttributeName], indexName));
    }
}
