using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class S3ServerTests(S3ServerFixture fixture)
{
    private const int SmallestPartBytes = 5 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_is_read_back_whole_and_by_range()
    {
        S3Server server = await fixture.ServerAsync();
        string bucket = await server.CreateBucketAsync();

        await server.PutAsync(bucket, "loads/ä b+c.json", "0123456789");

        Assert.Equal("0123456789", await server.ReadTextAsync(bucket, "loads/ä b+c.json"));
        using GetObjectResponse range = await server.Client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = "loads/ä b+c.json", ByteRange = new ByteRange(2, 4) },
            Cancellation);
        using StreamReader reader = new(range.ResponseStream);
        Assert.Equal("234", await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task The_parts_of_an_upload_make_one_object()
    {
        S3Server server = await fixture.ServerAsync();
        string bucket = await server.CreateBucketAsync();
        byte[] first = Bytes(12 * 1024 * 1024), second = Bytes(1000);
        InitiateMultipartUploadResponse upload = await server.Client.InitiateMultipartUploadAsync(bucket, "big", Cancellation);

        // Out of order, as parallel uploads end.
        PartETag[] parts =
        [
            await UploadAsync(server, upload, 2, second),
            await UploadAsync(server, upload, 1, first),
        ];
        await CompleteAsync(server, upload, parts);

        byte[] whole = await server.ReadAsync(bucket, "big");
        Assert.Equal([.. first, .. second], whole);
        Assert.Empty(await server.PendingUploadsAsync(bucket));
    }

    [Fact]
    public async Task A_part_below_5_MiB_is_refused_unless_it_is_the_last()
    {
        S3Server server = await fixture.ServerAsync();
        string bucket = await server.CreateBucketAsync();
        InitiateMultipartUploadResponse upload = await server.Client.InitiateMultipartUploadAsync(bucket, "big", Cancellation);
        PartETag[] parts =
        [
            await UploadAsync(server, upload, 1, Bytes(SmallestPartBytes - 1)),
            await UploadAsync(server, upload, 2, Bytes(1)),
        ];

        AmazonS3Exception refusal = await Assert.ThrowsAsync<AmazonS3Exception>(() => CompleteAsync(server, upload, parts));

        Assert.Equal("EntityTooSmall", refusal.ErrorCode);
    }

    [Fact]
    public async Task An_upload_is_listed_until_it_is_aborted()
    {
        S3Server server = await fixture.ServerAsync();
        string bucket = await server.CreateBucketAsync();
        InitiateMultipartUploadResponse upload = await server.Client.InitiateMultipartUploadAsync(bucket, "a/<&>", Cancellation);
        await server.Client.InitiateMultipartUploadAsync(bucket, "b/other", Cancellation);

        ListMultipartUploadsResponse list = await server.Client.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = bucket, Prefix = "a/" }, Cancellation);
        await server.Client.AbortMultipartUploadAsync(bucket, upload.Key, upload.UploadId, Cancellation);

        MultipartUpload found = Assert.Single(list.MultipartUploads);
        Assert.Equal((upload.Key, upload.UploadId), (found.Key, found.UploadId));
        Assert.Equal(["b/other"], await server.PendingUploadsAsync(bucket));
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_and_many_objects_are_deleted_at_once()
    {
        S3Server server = await fixture.ServerAsync();
        string bucket = await server.CreateBucketAsync();
        string[] keys = [.. Enumerable.Range(0, 1001).Select(number => $"data/{number:00000}")];
        foreach (string[] chunk in keys.Chunk(100))
            await Task.WhenAll(chunk.Select(key => server.PutAsync(bucket, key, "x")));

        Assert.Equal(keys, await server.KeysAsync(bucket, "data/"));
        await server.Client.DeleteObjectsAsync(
            new DeleteObjectsRequest
            {
                BucketName = bucket,
                Objects = [.. keys.Take(1000).Select(key => new KeyVersion { Key = key })],
            },
            Cancellation);
        Assert.Equal(keys[1000..], await server.KeysAsync(bucket));
    }

    [Fact]
    public async Task A_bucket_has_a_region_unless_it_is_missing()
    {
        S3Server server = await fixture.ServerAsync();
        string bucket = await server.CreateBucketAsync();

        GetBucketLocationResponse location = await server.Client.GetBucketLocationAsync(bucket, Cancellation);
        HeadBucketResponse head = await server.Client.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket }, Cancellation);
        AmazonS3Exception missing = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => server.Client.GetBucketLocationAsync("no-such-bucket", Cancellation));

        Assert.Equal(S3Region.USEast1, location.Location);
        Assert.Equal("us-east-1", head.BucketRegion);
        Assert.Equal("NoSuchBucket", missing.ErrorCode);
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static async Task<PartETag> UploadAsync(
        S3Server server, InitiateMultipartUploadResponse upload, int number, byte[] content)
    {
        UploadPartResponse answer = await server.Client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = upload.BucketName,
                Key = upload.Key,
                UploadId = upload.UploadId,
                PartNumber = number,
                InputStream = new MemoryStream(content),
            },
            Cancellation);
        return new PartETag(number, answer.ETag);
    }

    private static Task CompleteAsync(S3Server server, InitiateMultipartUploadResponse upload, IEnumerable<PartETag> parts) =>
        server.Client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = upload.BucketName,
                Key = upload.Key,
                UploadId = upload.UploadId,
                PartETags = [.. parts.OrderBy(part => part.PartNumber)],
            },
            Cancellation);
}
