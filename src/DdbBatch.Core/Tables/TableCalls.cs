using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using TableDescription = Amazon.DynamoDBv2.Model.TableDescription;

namespace DdbBatch.Tables;

/// <summary>Creates and describes tables.</summary>
internal sealed class TableCalls(DynamoDBClient client)
{
    private readonly RetriedCalls _calls = new(client);

    /// <summary>Creates a table. It is not ready when this returns.</summary>
    /// <exception cref="FailedCallException">DynamoDB refuses it, for example because there is a table of that name.</exception>
    public Task CreateAsync(TableDefinition definition, CancellationToken cancellationToken)
    {
        int attempts = 0;
        return _calls.CallAsync(CreateAsync, cancellationToken);

        async Task<bool> CreateAsync()
        {
            attempts++;
            try
            {
                await client.CreateTableAsync(definition.Request, cancellationToken).ConfigureAwait(false);
            }
            catch (ResourceInUseException) when (attempts > 1)
            {
                // An attempt before this one, whose answer was lost, has created it.
            }

            return true;
        }
    }

    /// <summary>Describes a table.</summary>
    /// <param name="table">Its name or ARN.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FailedCallException">There is no such table, or DynamoDB can't be asked.</exception>
    public async Task<TableDescription> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        DescribeTableResponse response = await _calls.CallAsync(
            () => client.DescribeTableAsync(new DescribeTableRequest(table), cancellationToken),
            cancellationToken,
            answer => answer.Table?.KeySchema is not null).ConfigureAwait(false);
        return response.Table;
    }

    /// <summary>Describes a table that was just created.</summary>
    /// <returns>Null if DescribeTable does not know it yet (API reference, DescribeTable: it is eventually consistent).</returns>
    /// <exception cref="FailedCallException">The call to DynamoDB failed.</exception>
    public async Task<TableDescription?> FindAsync(string table, CancellationToken cancellationToken)
    {
        try
        {
            return await DescribeAsync(table, cancellationToken).ConfigureAwait(false);
        }
        catch (FailedCallException failed) when (failed.Error.Code == "ResourceNotFoundException")
        {
            return null;
        }
    }

    /// <summary>Asks whether point-in-time recovery is on for a table.</summary>
    /// <returns>Null if the endpoint does not say.</returns>
    /// <exception cref="FailedCallException">The call failed, for example because it is not allowed.</exception>
    public async Task<bool?> HasPointInTimeRecoveryAsync(string table, CancellationToken cancellationToken)
    {
        DescribeContinuousBackupsResponse response = await _calls.CallAsync(
            () => client.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest { TableName = table }, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return response.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus is { } status
            ? status == PointInTimeRecoveryStatus.ENABLED
            : null;
    }
}
