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

namespace DdbBatch.Bulk;

/// <summary>A bucket, as a load needs it: what may pass is tried again, and an error names the permission that is missing.</summary>
internal sealed class S3Bucket
{
    private readonly S3Client _client;
    private readonly RetriedCalls _calls;

    /// <param name="client">Talks to S3.</param>
    /// <param name="dynamoDB">Says what exceptions mean.</param>
    /// <param name="name">The bucket's name.</param>
    /// <param name="owner">The account that owns it, where it isn't the caller's; S3 refuses another one.</param>
    /// <param name="kmsKeyId">The key that encrypts what is put; null for the bucket's own encryption.</param>
    /// <param name="retryTimeout">How long a call is tried again.</param>
    public S3Bucket(
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

    /// <summary>How what is put is encrypted; null for the bucket's own encryption.</summary>
    public ServerSideEncryptionMethod? Encryption => KmsKeyId is null ? null : ServerSideEncryptionMethod.AWSKMS;

    /// <summary>Makes sure that the bucket is there.</summary>
    /// <returns>Its region; null where S3 doesn't say.</returns>
    /// <exception cref="BulkException">There is no such bucket, it is in another region, or it can't be reached.</exception>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        HeadBucketRequest request = new() { BucketName = Name, ExpectedBucketOwner = Owner };
        HeadBucketResponse response = await CallAsync(
            "s3:ListBucket", "", s3 => s3.HeadBucketAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        return response.BucketRegion;
    }

    /// <summary>Puts an object.</summary>
    /// <exception cref="BulkException">It can't be put.</exception>
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

    /// <summary>Opens an object; null where there is none.</summary>
    /// <exception cref="BulkException">It can't be read.</exception>
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

    /// <summary>The objects below a prefix, in the order of their keys.</summary>
    /// <exception cref="BulkException">They can't be listed.</exception>
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

    /// <summary>Deletes the objects below a prefix.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="BulkException">They can't be deleted.</exception>
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

    /// <summary>Makes a call to S3.</summary>
    /// <param name="action">The IAM action that it needs.</param>
    /// <param name="key">The object, or prefix, that it is about.</param>
    /// <param name="call">Makes the call once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BulkException">It has failed.</exception>
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

    // Several errors may come in one answer; the first one stands for them.
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
