using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Bulk.S3;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Bulk.Load;

/// <summary>Starts, describes, lists and stops DynamoDB's bulk operations.</summary>
internal sealed class BulkOperations
{
    // The maximum of one page (API reference, "ListBulkOperations").
    private const int PageSize = 25;

    private readonly DynamoDBClient _client;
    private readonly S3Client? _s3;
    private readonly RetriedCalls _calls;
    private readonly Dictionary<string, BulkManifest?> _manifests = new(StringComparer.Ordinal);

    /// <param name="dynamoDB">The client for DynamoDB.</param>
    /// <param name="s3">The client for S3, to read the upload's manifest for details that DynamoDB does not have; null to
    /// omit these.</param>
    public BulkOperations(DynamoDBClient dynamoDB, S3Client? s3)
    {
        _client = dynamoDB;
        _s3 = s3;
        _calls = new RetriedCalls(dynamoDB);
    }

    /// <summary>Starts an operation, or returns the existing one if its token was used before.</summary>
    /// <exception cref="BulkException">DynamoDB refuses it.</exception>
    public async Task<BulkLoad> StartAsync(BulkManifest manifest, CancellationToken cancellationToken)
    {
        StartBulkPutItemsRequest request = ToStart(manifest);
        try
        {
            StartBulkPutItemsResponse response = await _calls.CallAsync(
                () => _client.StartBulkPutItemsAsync(request, cancellationToken),
                cancellationToken,
                answer => IsWhole(answer.BulkOperationDescription)).ConfigureAwait(false);
            _manifests[response.BulkOperationDescription.BulkOperationArn] = manifest;
            return BulkLoads.Of(response.BulkOperationDescription, manifest);
        }
        catch (FailedCallException failed)
        {
            throw BulkErrors.NotStarted(failed, manifest.Request.TableArn, manifest.ClientToken);
        }
    }

    /// <summary>Describes an operation.</summary>
    /// <exception cref="BulkException">There is no operation with that ARN, or the call to DynamoDB failed.</exception>
    public async Task<BulkLoad> DescribeAsync(string arn, CancellationToken cancellationToken)
    {
        DescribeBulkOperationRequest request = new() { BulkOperationArn = arn };
        DescribeBulkOperationResponse response = await CallAsync(
            "dynamodb:DescribeBulkOperation",
            arn,
            () => _client.DescribeBulkOperationAsync(request, cancellationToken),
            cancellationToken,
            answer => IsWhole(answer.BulkOperationDescription)).ConfigureAwait(false);
        BulkOperationDescription operation = response.BulkOperationDescription;
        return BulkLoads.Of(operation, await FindManifestAsync(operation, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Returns the ARNs of the operations of the last 90 days, newest first, page by page.</summary>
    /// <param name="nextToken">Null for the first page; otherwise the token of the previous page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A page; without a token it is the last one.</returns>
    /// <exception cref="BulkException">The call to DynamoDB failed.</exception>
    public async Task<(IReadOnlyList<string> Arns, string? NextToken)> ListAsync(
        string? nextToken, CancellationToken cancellationToken)
    {
        ListBulkOperationsResponse page = await PageAsync(nextToken, cancellationToken).ConfigureAwait(false);
        return ([.. (page.BulkOperationsSummaryList ?? []).Select(one => one.BulkOperationArn)], NullIfEmpty(page.NextToken));
    }

    /// <summary>Asks DynamoDB to stop an operation.</summary>
    /// <exception cref="BulkException">There is no operation with that ARN, or the call to DynamoDB failed.</exception>
    public async Task<BulkLoad> CancelAsync(string arn, CancellationToken cancellationToken)
    {
        CancelBulkOperationRequest request = new() { BulkOperationArn = arn };
        await CallAsync(
            "dynamodb:CancelBulkOperation",
            arn,
            () => _client.CancelBulkOperationAsync(request, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return await DescribeAsync(arn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds the operation that loads an upload, if it was started. DynamoDB keeps its token for only 8 hours.
    /// </summary>
    /// <param name="manifest">The upload.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BulkException">The call to DynamoDB failed.</exception>
    public async Task<BulkLoad?> FindAsync(BulkManifest manifest, CancellationToken cancellationToken)
    {
        // An hour allows for differences between clocks.
        DateTime notBefore = manifest.Uploaded.UtcDateTime.AddHours(-1);
        string? token = null;
        do
        {
            ListBulkOperationsResponse page = await PageAsync(token, cancellationToken).ConfigureAwait(false);
            foreach (BulkOperationSummary one in page.BulkOperationsSummaryList ?? [])
            {
                if (one.StartTime?.ToUniversalTime() < notBefore)
                    return null;
                BulkLoad load = await DescribeAsync(one.BulkOperationArn, cancellationToken).ConfigureAwait(false);
                if (load.ClientToken == manifest.ClientToken && load.Input == manifest.Request.Input)
                    return load;
            }

            token = NullIfEmpty(page.NextToken);
        }
        while (token is not null);
        return null;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private Task<ListBulkOperationsResponse> PageAsync(string? nextToken, CancellationToken cancellationToken)
    {
        ListBulkOperationsRequest request = new() { MaxResults = PageSize, NextToken = nextToken };
        return CallAsync(
            "dynamodb:ListBulkOperations",
            "this account",
            () => _client.ListBulkOperationsAsync(request, cancellationToken),
            cancellationToken);
    }

    // Another server that answers 200 at DynamoDB's address describes no operation.
    private static bool IsWhole(BulkOperationDescription? description) => description is { BulkOperationArn.Length: > 0 };

    private async Task<T> CallAsync<T>(
        string action,
        string subject,
        Func<Task<T>> call,
        CancellationToken cancellationToken,
        Func<T, bool>? isWhole = null)
    {
        try
        {
            return await _calls.CallAsync(call, cancellationToken, isWhole).ConfigureAwait(false);
        }
        catch (FailedCallException failed)
        {
            throw BulkErrors.OfDynamoDB(failed, action, subject);
        }
    }

    // The manifest only adds details. If it cannot be read, or the permission is missing, they are omitted.
    private async Task<BulkManifest?> FindManifestAsync(BulkOperationDescription operation, CancellationToken cancellationToken)
    {
        if (_manifests.TryGetValue(operation.BulkOperationArn, out BulkManifest? known))
            return known;
        if (_s3 is null || operation.InputS3Configuration is not { S3Bucket: { Length: > 0 } name } input
            || S3Location.FolderOfData(name, input.S3KeyPrefix ?? "") is not { } folder)
            return null;
        BulkManifest? manifest = null;
        try
        {
            LoadBucket bucket = new(_s3, _client, name, input.S3BucketOwner, null, TimeSpan.Zero);
            manifest = await BulkManifest.ReadAsync(bucket, folder, cancellationToken).ConfigureAwait(false);
        }
        catch (BulkException)
        {
        }

        return _manifests[operation.BulkOperationArn] = manifest;
    }

    private static StartBulkPutItemsRequest ToStart(BulkManifest manifest)
    {
        BulkRequest load = manifest.Request;
        return new StartBulkPutItemsRequest
        {
            TableName = load.TableArn,
            ClientToken = manifest.ClientToken,
            InputS3Configuration = new InputS3Configuration
            {
                S3Bucket = load.Input.Bucket,
                S3KeyPrefix = load.Input.Prefix,
                S3BucketOwner = load.InputOwner,
                InputFormat = BulkOperationInputFormat.DYNAMODB_JSON,
                InputCompressionType = load.Compression switch
                {
                    FileCompression.Gzip => InputCompressionType.GZIP,
                    FileCompression.Zstd => InputCompressionType.ZSTD,
                    _ => InputCompressionType.NONE,
                },
            },
            OutputS3Configuration = new OutputS3Configuration
            {
                S3Bucket = load.Output.Bucket,
                S3KeyPrefix = load.Output.Prefix,
                S3BucketOwner = load.OutputOwner,
                OutputType = ["ERROR"],
                S3SseAlgorithm = load.KmsKeyId is null ? null : S3SseAlgorithm.KMS,
                S3SseKmsKeyId = load.KmsKeyId,
            },
            MaxWriteRequestUnits = load.MaxWriteRequestUnits,
            PerformanceTier = load.PerformanceTier == BulkPerformanceTier.Accelerated
                ? BulkOperationPerformanceTier.ACCELERATED
                : BulkOperationPerformanceTier.STANDARD,
        };
    }
}
