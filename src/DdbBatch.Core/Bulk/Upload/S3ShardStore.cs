using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using DdbBatch.Bulk.S3;
using DdbBatch.Transport;

namespace DdbBatch.Bulk.Upload;

/// <summary>Stores objects in a bucket. S3 checks every part, and the whole object, by its CRC-32.</summary>
internal sealed class S3ShardStore(LoadBucket bucket) : IShardStore
{
    /// <inheritdoc/>
    public Task PutAsync(string key, ArraySegment<byte> content, CancellationToken cancellationToken) =>
        bucket.PutAsync(key, content, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> BeginAsync(string key, CancellationToken cancellationToken)
    {
        InitiateMultipartUploadRequest request = new()
        {
            BucketName = bucket.Name,
            ExpectedBucketOwner = bucket.Owner,
            Key = key,
            ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
            ChecksumType = ChecksumType.FULL_OBJECT,
            ServerSideEncryptionMethod = bucket.Encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = bucket.KmsKeyId,
        };
        InitiateMultipartUploadResponse response = await bucket.CallAsync(
            "s3:PutObject", key, s3 => s3.InitiateMultipartUploadAsync(request, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return response.UploadId;
    }

    /// <inheritdoc/>
    public async Task<ShardPart> PutPartAsync(
        string key, string uploadId, int number, ArraySegment<byte> content, CancellationToken cancellationToken)
    {
        string checksum = S3Checksum.Format(Crc32.Compute(content));
        UploadPartResponse response = await bucket.CallAsync(
            "s3:PutObject",
            key,
            s3 => s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = bucket.Name,
                    ExpectedBucketOwner = bucket.Owner,
                    Key = key,
                    UploadId = uploadId,
                    PartNumber = number,
                    PartSize = content.Count,
                    InputStream = new MemoryStream(content.Array!, content.Offset, content.Count, writable: false),
                    ChecksumCRC32 = checksum,
                    UseChunkEncoding = false,
                },
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return new ShardPart(number, response.ETag, content.Count);
    }

    /// <inheritdoc/>
    public Task CompleteAsync(
        string key, string uploadId, IReadOnlyList<ShardPart> parts, uint checksum, CancellationToken cancellationToken)
    {
        CompleteMultipartUploadRequest request = new()
        {
            BucketName = bucket.Name,
            ExpectedBucketOwner = bucket.Owner,
            Key = key,
            UploadId = uploadId,
            PartETags = [.. parts.Select(part => new PartETag(part.Number, part.ETag))],
            MpuObjectSize = parts.Sum(part => (long)part.Bytes),
            ChecksumCRC32 = S3Checksum.Format(checksum),
            ChecksumType = ChecksumType.FULL_OBJECT,
        };
        return bucket.CallAsync(
            "s3:PutObject", key, s3 => CompleteOnceAsync(s3, request, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task AbortAsync(string key, string uploadId, CancellationToken cancellationToken)
    {
        AbortMultipartUploadRequest request = new()
        {
            BucketName = bucket.Name,
            ExpectedBucketOwner = bucket.Owner,
            Key = key,
            UploadId = uploadId,
        };
        return bucket.CallAsync(
            "s3:AbortMultipartUpload", key, s3 => s3.AbortMultipartUploadAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Aborts the incomplete multipart uploads under a prefix.</summary>
    /// <exception cref="BulkException">An upload cannot be aborted.</exception>
    public async Task AbortAllAsync(string prefix, CancellationToken cancellationToken)
    {
        ListMultipartUploadsRequest request = new()
        {
            BucketName = bucket.Name,
            ExpectedBucketOwner = bucket.Owner,
            Prefix = prefix,
        };
        ListMultipartUploadsResponse page;
        do
        {
            page = await bucket.CallAsync(
                "s3:ListBucketMultipartUploads", prefix, s3 => ListAsync(s3, request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            foreach (MultipartUpload upload in page.MultipartUploads ?? [])
                await AbortAsync(upload.Key, upload.UploadId, cancellationToken).ConfigureAwait(false);
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);
    }

    // If an answer was lost, the upload no longer exists, but the object does.
    private static async Task<bool> CompleteOnceAsync(
        S3Client client, CompleteMultipartUploadRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await client.CompleteMultipartUploadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchUpload")
        {
            GetObjectMetadataRequest head = new()
            {
                BucketName = request.BucketName,
                ExpectedBucketOwner = request.ExpectedBucketOwner,
                Key = request.Key,
            };
            GetObjectMetadataResponse made = await client.GetObjectMetadataAsync(head, cancellationToken).ConfigureAwait(false);
            if (made.ContentLength != request.MpuObjectSize)
                throw;
        }

        return true;
    }

    // Not every S3-compatible store can list them.
    private static async Task<ListMultipartUploadsResponse> ListAsync(
        S3Client client, ListMultipartUploadsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ListMultipartUploadsAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotImplemented)
        {
            return new ListMultipartUploadsResponse();
        }
    }
}
