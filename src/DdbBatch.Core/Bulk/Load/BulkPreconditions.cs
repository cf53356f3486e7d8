using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.S3;
using DdbBatch.Bulk.Upload;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Bulk.Load;

/// <summary>Checks everything that would otherwise fail hours later, after the upload.</summary>
/// <param name="dynamoDB">The client for DynamoDB.</param>
/// <param name="input">The bucket of the upload.</param>
/// <param name="output">The bucket of the report.</param>
internal sealed class BulkPreconditions(DynamoDBClient dynamoDB, LoadBucket input, LoadBucket output)
{
    // API reference, "StartBulkPutItems".
    private const long LeastWriteRequestUnits = 1024;
    private const int MostTokenLength = 64;

    /// <summary>Checks the options alone.</summary>
    /// <exception cref="BulkException">An option is invalid.</exception>
    public static void Check(BulkLoadOptions options)
    {
        if (!IsToken(options.ClientToken))
            throw BulkErrors.ClientTokenInvalid(options.ClientToken, MostTokenLength);
        if (options.MaxWriteRequestUnits < LeastWriteRequestUnits)
            throw BulkErrors.TooFewWriteRequestUnits(options.MaxWriteRequestUnits.Value, LeastWriteRequestUnits);
        if (options.ShardBytes is < ShardRows.FullBytes or > ShardPlan.MaxObjectBytes)
            throw BulkErrors.ShardBytesInvalid(options.ShardBytes, ShardRows.FullBytes, ShardPlan.MaxObjectBytes);
        foreach (string? owner in new[] { options.BucketOwner, options.OutputBucketOwner })
        {
            if (owner is not null && !(owner.Length == 12 && owner.All(c => c is >= '0' and <= '9')))
                throw BulkErrors.BucketOwnerInvalid(owner);
        }
    }

    /// <summary>Checks the table and the buckets without changing anything.</summary>
    /// <exception cref="BulkException">The table or a bucket cannot be used.</exception>
    /// <exception cref="TableException">The table cannot be described.</exception>
    public async Task<TableDescription> CheckAsync(string table, CancellationToken cancellationToken)
    {
        TableDescriber describer = new(WriteCalls.Create(TransportKind.Sdk, dynamoDB));
        TableDescription description = await describer.DescribeAsync(table, cancellationToken).ConfigureAwait(false)
            ?? throw BulkErrors.TableNotActive(table, "CREATING");
        if (description.IsGlobal)
            throw BulkErrors.GlobalTable(table);
        if (description.Status is not ("ACTIVE" or "UPDATING"))
            throw BulkErrors.TableNotActive(table, description.Status);
        if (description.CreatingIndex is { } index)
            throw BulkErrors.IndexCreating(table, index);
        foreach (LoadBucket bucket in new[] { input, output }.Distinct())
            await CheckAsync(bucket, description, cancellationToken).ConfigureAwait(false);
        return description;
    }

    private static async Task CheckAsync(LoadBucket bucket, TableDescription table, CancellationToken cancellationToken)
    {
        string? region = await bucket.CheckAsync(cancellationToken).ConfigureAwait(false);
        // arn:aws:dynamodb:REGION:ACCOUNT:table/NAME; DynamoDB Local's region is ddblocal.
        string? tableRegion = table.TableArn.Split(':') is [_, _, _, var name, ..] ? name : null;
        if (!string.IsNullOrEmpty(region) && tableRegion is not (null or "" or "ddblocal") && region != tableRegion)
            throw BulkErrors.BucketInOtherRegion(bucket.Name, region!, tableRegion);
    }

    // DynamoDB's own rule excludes only '$', but the token is also part of keys.
    private static bool IsToken(string token) => token.Length is > 0 and <= MostTokenLength && token.Trim('.').Length > 0
        && token.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.');
}
