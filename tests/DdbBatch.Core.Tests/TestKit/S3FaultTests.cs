using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class S3FaultTests(S3ServerFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_without_fault_goes_through_with_its_headers()
    {
        (S3Server server, string bucket) = await CreateBucketAsync();
        await using FaultProxy proxy = FaultProxy.ForS3(server.Endpoint, _ => Fault.None);
        using AmazonS3Client client = S3Server.CreateClient(proxy.Endpoint, maxRetry: 0);

        PutObjectResponse put = await client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "a/ö+ b", ContentBody = "0123456789" }, Cancellation);
        GetObjectMetadataResponse head = await client.GetObjectMetadataAsync(bucket, "a/ö+ b", Cancellation);

        Assert.Equal((put.ETag, 10), (head.ETag, head.ContentLength));
        Assert.Equal("0123456789", await server.ReadTextAsync(bucket, "a/ö+ b"));
        Assert.Equal(["PutObject", "HeadObject"], proxy.Requests.Select(request => request.Operation));
    }

    [Fact]
    public async Task A_client_that_retries_gets_over_errors_and_resets()
    {
        (S3Server server, string bucket) = await CreateBucketAsync();
        await using FaultProxy proxy = FaultProxy.ForS3(server.Endpoint, request => request.OperationNumber switch
        {
            1 => new Fault.S3Error(503, "SlowDown", "Please reduce your request rate."),
            2 => new Fault.ResetBefore(),
            _ => Fault.None,
        });
        using AmazonS3Client client = S3Server.CreateClient(proxy.Endpoint);

        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "a", ContentBody = "x" }, Cancellation);

        Assert.Equal(3, proxy.Requests.Count);
        Assert.Equal("x", await server.ReadTextAsync(bucket, "a"));
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "SlowDown")]
    [InlineData(403, "AccessDenied")]
    public async Task An_error_keeps_its_status_and_code(int status, string code)
    {
        (S3Server server, string bucket) = await CreateBucketAsync();
        await using FaultProxy proxy = FaultProxy.ForS3(server.Endpoint, _ => new Fault.S3Error(status, code, "No <way>"));
        using AmazonS3Client client = S3Server.CreateClient(proxy.Endpoint, maxRetry: 0);

        AmazonS3Exception error = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation));

        Assert.Equal(((HttpStatusCode)status, code, "No <way>"), (error.StatusCode, error.ErrorCode, error.Message));
    }

    [Fact]
    public async Task A_reset_after_the_last_step_of_an_upload_leaves_the_object_there()
    {
        (S3Server server, string bucket) = await CreateBucketAsync();
        await using FaultProxy proxy = FaultProxy.ForS3(
            server.Endpoint,
            request => request.Operation == "PutObject" ? new Fault.ResetAfter() : Fault.None);
        using AmazonS3Client client = S3Server.CreateClient(proxy.Endpoint, maxRetry: 0);

        await Assert.ThrowsAnyAsync<System.Exception>(() => client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "a", ContentBody = "x" }, Cancellation));

        Assert.Equal("x", await server.ReadTextAsync(bucket, "a"));
    }

    [Fact]
    public async Task A_bucket_of_another_region_says_which()
    {
        (S3Server server, string bucket) = await CreateBucketAsync();
        await using FaultProxy proxy = FaultProxy.ForS3(server.Endpoint, _ => new Fault.S3OtherRegion("eu-west-1"));
        using AmazonS3Client client = S3Server.CreateClient(proxy.Endpoint, maxRetry: 0);

        AmazonS3Exception error = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation));

        Assert.Equal((HttpStatusCode.MovedPermanently, "PermanentRedirect"), (error.StatusCode, error.ErrorCode));
        Assert.Equal("eu-west-1", Region(error));
    }

    private static string? Region(AmazonServiceException error) =>
        ((Amazon.Runtime.Internal.HttpErrorResponseException)error.InnerException!).Response.GetHeaderValue("x-amz-bucket-region");

    private async Task<(S3Server Server, string Bucket)> CreateBucketAsync()
    {
        S3Server server = await fixture.ServerAsync();
        return (server, await server.CreateBucketAsync());
    }
}
