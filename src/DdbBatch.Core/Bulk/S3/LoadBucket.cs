using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Bulk.S3;

/// <summary>
/// A bucket, with the calls of a load: temporary errors are retried, and an error names the missing permission.
/// </summary>
internal sealed class LoadBucket
{
    private readonly S3Client _client;
    private readonly RetriedCalls _calls;

    /// <param name="client">The client for S3.</param>
    /// <param name="dynamoDB">Describes exceptions.</param>
    /// <param name="name">The bucket's name.</param>
    /// <param name="owner">The account that owns the bucket, if it is not the caller's; S3 refuses the bucket of another
    /// one.</param>
    /// <param name="kmsKeyId">The key that encrypts the objects; null for the bucket's own encryption.</param>
    /// <param name="retryTimeout">The time for which a call is retried.</param>
    public LoadBucket(
        S3Client client, DynamoDBClient dynamoDB, string name, string? owner, string? kmsKeyId, TimeSpan retryTimeout)
    {
        _client = client;
        _calls = new RetriedCalls(dynamoDB) { Timeout = retryTimeout };
        Name = name;
        Owner = owner;
        KmsKeyId = kmsKeyId;
    }

    public string Name { get; }

    public string? Owner { get; }

    public string? KmsKeyId { get; }

    /// <summary>The encryption of new objects; null for the bucket's own encryption.</summary>
    public ServerSideEncryptionMethod? Encryption => KmsKeyId is null ? null : ServerSideEncryptionMethod.AWSKMS;

    /// <summary>Checks that the bucket exists.</summary>
    /// <returns>The bucket's region; null if S3 does not report it.</returns>
    /// <exception cref="BulkException">The bucket does not exist, is in another region, or cannot be reached.</exception>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        HeadBucketRequest request = new() { BucketName = Name, ExpectedBucketOwner = Owner };
        HeadBucketResponse response = await CallAsync(
            "s3:ListBucket", "", s3 => s3.HeadBucketAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        return response.BucketRegion;
    }

    /// <summary>Stores an object.</summary>
    /// <exception cref="BulkException">The object cannot be stored.</exception>
    public Task PutAsync(string key, ArraySegment<byte> content, CancellationToken cancellationToken) => CallAsync(
        "s3:PutObject",
        key,
        s3 => s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = Name,
                ExpectedBucketOwner = Owner,
                Key = key,
                InputStream = new MemoryStream(content.Array!, content.Offset, content.Count, writable: false),
                ChecksumCRC32 = S3Checksum.Format(Crc32.Compute(content)),
                UseChunkEncoding = false,
                ServerSideEncryptionMethod = Encryption,
                ServerSideEncryptionKeyManagementServiceKeyId = KmsKeyId,
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Opens an object; null if it does not exist.</summary>
    /// <exception cref="BulkException">The object cannot be read.</exception>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        GetObjectRequest request = new() { BucketName = Name, ExpectedBucketOwner = Owner, Key = key };
        try
        {
            GetObjectResponse response = await _calls.CallAsync(
                () => _client.GetObjectAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return response.ResponseStream;
        }
        catch (FailedCallException failed) when (failed.Error.Code == "NoSuchKey")
        {
            return null;
        }
        catch (FailedCallException failed)
        {
            throw Error(failed, "s3:GetObject", key);
        }
    }

    /// <summary>Returns the objects under a prefix, sorted by key.</summary>
    /// <exception cref="BulkException">The objects cannot be listed.</exception>
    public async Task<IReadOnlyList<S3Object>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        List<S3Object> objects = [];
        ListObjectsV2Request request = new() { BucketName = Name, ExpectedBucketOwner = Owner, Prefix = prefix };
        do
        {
            ListObjectsV2Response page = await CallAsync(
                "s3:ListBucket", prefix, s3 => s3.ListObjectsV2Async(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            objects.AddRange(page.S3Objects ?? []);
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (!string.IsNullOrEmpty(request.ContinuationToken));
        return objects;
    }

    /// <summary>Deletes the objects under a prefix.</summary>
    /// <returns>The number of objects.</returns>
    /// <exception cref="BulkException">The objects cannot be deleted.</exception>
    public async Task<int> DeleteAllAsync(string prefix, CancellationToken cancellationToken)
    {
        const int MostAtOnce = 1000;
        IReadOnlyList<S3Object> objects = await ListAsync(prefix, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < objects.Count; i += MostAtOnce)
        {
            DeleteObjectsRequest request = new()
            {
                BucketName = Name,
                ExpectedBucketOwner = Owner,
                Objects = [.. objects.Skip(i).Take(MostAtOnce).Select(one => new KeyVersion { Key = one.Key })],
                Quiet = true,
            };
            await CallAsync("s3:DeleteObject", prefix, s3 => DeleteAsync(s3, request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }

        return objects.Count;
    }

    /// <summary>Calls S3, with retries.</summary>
    /// <param name="action">The IAM action that the call requires.</param>
    /// <param name="key">The key of the object, or the prefix.</param>
    /// <param name="call">Makes one attempt at the call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BulkException">The call has failed.</exception>
    public async Task<T> CallAsync<T>(string action, string key, Func<S3Client, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.CallAsync(() => call(_client), cancellationToken).ConfigureAwait(false);
        }
        catch (FailedCallException failed)
        {
            throw Error(failed, action, key);
        }
    }

    private BulkException Error(FailedCallException failed, string action, string key) =>
        BulkErrors.OfS3(failed, action, $"s3://{Name}/{key}", _client.Config.ServiceURL);

    // One answer may have several errors. The first one is reported.
    private static async Task<DeleteObjectsResponse> DeleteAsync(
        S3Client client, DeleteObjectsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.DeleteObjectsAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (DeleteObjectsException exception) when (exception.Response.DeleteErrors is [DeleteError first, ..])
        {
            HttpStatusCode status = first.Code == "AccessDenied" ? HttpStatusCode.Forbidden : HttpStatusCode.ServiceUnavailable;
            throw new AmazonS3Exception(first.Message, Amazon.Runtime.ErrorType.Unknown, first.Code, "", status);
        }
    }
}
