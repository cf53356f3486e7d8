using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Load;
using DdbBatch.Protocol;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.Bulk;

public sealed class BulkPreconditionTests(DynamoDbLocalFixture local, S3ServerFixture s3)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "ClientTokenInvalid")]
    [InlineData("..", "ClientTokenInvalid")]
    [InlineData("a/b", "ClientTokenInvalid")]
    [InlineData("a$b", "ClientTokenInvalid")]
    public void A_token_has_to_be_one(string token, string errorId) =>
        Assert.Equal(errorId, ErrorOf(BulkItems.Options() with { ClientToken = token }));

    [Fact]
    public void Numbers_have_their_limits()
    {
        Assert.Equal("MaxWriteRequestUnitInvalid", ErrorOf(BulkItems.Options() with { MaxWriteRequestUnits = 1023 }));
        Assert.Equal("ShardBytesInvalid", ErrorOf(BulkItems.Options() with { ShardBytes = 5_000_000_000 }));
        Assert.Equal("ShardBytesInvalid", ErrorOf(BulkItems.Options() with { ShardBytes = 1000 }));
        Assert.Equal("BucketOwnerInvalid", ErrorOf(BulkItems.Options() with { BucketOwner = "12345" }));
        BulkPreconditions.Check(BulkItems.Options() with { MaxWriteRequestUnits = 1024, BucketOwner = "123456789012" });
    }

    [Fact]
    public async Task A_global_table_is_refused()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);
        await using BulkScene global = await BulkScene.CreateAsync(local, s3, new BulkServerOptions { GlobalTables = [scene.Table] });
        global.Options = global.Options with { Table = scene.Table };

        BulkException error = await OpenAsync(global);

        Assert.Equal("GlobalTable", error.ErrorId);
        Assert.Contains("Write-DdbBatch", error.Message);
    }

    [Theory]
    [InlineData("\"TableStatus\":\"ACTIVE\"", "\"TableStatus\":\"DELETING\"", "TableNotActive", "DELETING")]
    [InlineData("\"TableStatus\":\"ACTIVE\"", "\"TableStatus\":\"CREATING\"", "TableNotActive", "CREATING")]
    [InlineData(
        "\"TableStatus\":\"ACTIVE\"",
        "\"TableStatus\":\"UPDATING\",\"GlobalSecondaryIndexes\":[{\"IndexName\":\"ByText\",\"IndexStatus\":\"CREATING\",\"KeySchema\":[]}]",
        "IndexCreating",
        "ByText")]
    [InlineData("ddblocal", "eu-central-1", "BucketInOtherRegion", "eu-central-1")]
    public async Task A_table_that_cannot_be_loaded_is_refused(string old, string now, string errorId, string named)
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Rule = request => request.Operation == "DescribeTable" ? new Fault.EditAnswer(old, now) : Fault.None,
        });

        BulkException error = await OpenAsync(scene);

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public async Task A_table_that_is_updating_can_be_loaded()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Rule = request => request.Operation == "DescribeTable" ? new Fault.EditAnswer("\"ACTIVE\"", "\"UPDATING\"") : Fault.None,
        });
        using BulkRun run = scene.NewRun();

        await run.OpenAsync(Cancellation);

        Assert.Equal("UPDATING", run.Table.Status);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_refused()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);
        scene.Options = scene.Options with { Table = "NoSuchTable" };
        using BulkRun run = scene.NewRun();

        TableException error = await Assert.ThrowsAsync<TableException>(() => run.OpenAsync(Cancellation));

        Assert.Equal("ResourceNotFoundException", error.Error.Code);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_refused()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);
        scene.Options = scene.Options with { Location = new S3Location("no-such-bucket", "") };

        Assert.Equal("BucketNotFound", (await OpenAsync(scene)).ErrorId);
    }

    [Fact]
    public async Task A_bucket_in_another_region_is_refused()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, s3Rule: _ => new Fault.S3OtherRegion("eu-west-1"));

        Assert.Equal("BucketInOtherRegion", (await OpenAsync(scene)).ErrorId);
    }

    [Theory]
    [InlineData("HeadBucket", "s3:ListBucket")]
    [InlineData("GetObject", "s3:GetObject")]
    [InlineData("ListObjectsV2", "s3:ListBucket")]
    [InlineData("ListMultipartUploads", "s3:ListBucketMultipartUploads")]
    [InlineData("CreateMultipartUpload", "s3:PutObject")]
    [InlineData("AbortMultipartUpload", "s3:AbortMultipartUpload")]
    public async Task A_missing_permission_is_named_before_the_input_is_read(string operation, string action)
    {
        await using BulkScene scene = await BulkScene.CreateAsync(
            local, s3, s3Rule: request => request.Operation == operation ? new Fault.S3Error(403, "AccessDenied", "Access Denied") : Fault.None);

        BulkException error = await OpenAsync(scene);

        Assert.Equal("AccessDenied", error.ErrorId);
        Assert.Contains(action + ".", error.Message);
    }

    [Fact]
    public async Task A_second_load_of_a_table_is_refused_and_its_upload_kept()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions { Pace = BulkPace.Manual });
        await scene.StartAsync(BulkItems.Many(10));
        scene.Options = scene.Options with { ClientToken = "other" };

        BulkException error = await Assert.ThrowsAsync<BulkException>(() => scene.StartAsync(BulkItems.Many(10)));

        Assert.Equal("BulkLimitExceeded", error.ErrorId);
        Assert.Contains("-ClientToken other", error.Message);
        Assert.NotEmpty(await scene.Server.KeysAsync(scene.Bucket, "loads/other/data/"));
    }

    private static string ErrorOf(BulkLoadOptions options) =>
        Assert.Throws<BulkException>(() => BulkPreconditions.Check(options)).ErrorId;

    private static async Task<BulkException> OpenAsync(BulkScene scene)
    {
        using BulkRun run = scene.NewRun();
        return await Assert.ThrowsAsync<BulkException>(() => run.OpenAsync(Cancellation));
    }
}
