using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk;
using DdbBatch.Items;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.Bulk;

/// <summary>A run that is ended at any moment, and another one with its token: there is one load, of everything.</summary>
public sealed class BulkRerunTests(DynamoDbLocalFixture local, S3ServerFixture s3)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task If_a_run_ended_during_the_upload_the_next_one_uploads_again()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);
        await scene.FillAsync(BulkItems.Many(300));
        await scene.Server.PutAsync(scene.Bucket, "loads/token/data/shard-00099.json.gz", "what a killed run has left");
        string begun = "loads/token/data/shard-00098.json.gz";
        await scene.Server.Client.InitiateMultipartUploadAsync(scene.Bucket, begun, Cancellation);

        BulkLoad load = await scene.LoadAsync(BulkItems.Many(200));

        Assert.Equal((BulkLoadStatus.Completed, 200L), (load.Status, load.ProcessedItems));
        Assert.Empty(await scene.Server.PendingUploadsAsync(scene.Bucket));
        Assert.Single(scene.Engine.Operations);
    }

    [Fact]
    public async Task Ended_before_the_start_it_starts_without_uploading_again()
    {
        int starts = 0;
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Rule = request => request.Operation == "StartBulkPutItems" && starts++ < 1
                ? new Fault.Error(400, "AccessDeniedException", "User is not authorized to perform this")
                : Fault.None,
        });

        BulkException error = await Assert.ThrowsAsync<BulkException>(() => scene.StartAsync(BulkItems.Many(200)));
        int uploads = scene.Uploads;
        BulkLoad load = await scene.LoadAsync(BulkItems.Many(200));

        Assert.Equal("AccessDenied", error.ErrorId);
        Assert.Contains("dynamodb:StartBulkPutItems", error.Message);
        Assert.Contains("-ClientToken token", error.Message);
        Assert.Equal((200L, uploads), (load.ProcessedItems, scene.Uploads));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ended_between_the_start_and_the_note_of_it_it_finds_the_operation(bool isTokenForgotten)
    {
        int manifests = 0;
        await using BulkScene scene = await BulkScene.CreateAsync(
            local,
            s3,
            new BulkServerOptions { TokenLifetime = isTokenForgotten ? TimeSpan.Zero : TimeSpan.FromHours(8), Pace = BulkPace.Manual },
            request => request.Operation == "PutObject" && request.Http.Target.Contains("manifest.json") && ++manifests == 2
                ? new Fault.S3Error(403, "AccessDenied", "Access Denied")
                : Fault.None);
        await Assert.ThrowsAsync<BulkException>(() => scene.StartAsync(BulkItems.Many(200)));
        int uploads = scene.Uploads;
        if (isTokenForgotten)
            await AgeAsync(scene);

        BulkLoad? load = await scene.StartAsync(BulkItems.Many(200));

        Assert.Equal(Assert.Single(scene.Engine.Operations).Arn, load!.Arn);
        Assert.Equal(uploads, scene.Uploads);
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_asked_for_again()
    {
        int starts = 0;
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Rule = request => request.Operation == "StartBulkPutItems" && starts++ < 1 ? new Fault.ResetAfter() : Fault.None,
        });

        BulkLoad load = await scene.LoadAsync(BulkItems.Many(50));

        Assert.Equal(50, load.ProcessedItems);
        Assert.Equal(2, starts);
        Assert.Single(scene.Engine.Operations);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Ended_while_it_waits_or_afterwards_it_goes_on_with_the_same_load(int steps)
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Pace = BulkPace.Manual,
            Refuse = item => item.GetRawText().Contains("\"Song 7\"") ? "No" : null,
        });
        BulkLoad first = (await scene.StartAsync(BulkItems.Many(100)))!;
        for (int i = 0; i < steps; i++)
            await scene.Engine.Operations[0].StepAsync(Cancellation);
        int uploads = scene.Uploads;

        BulkLoad again = (await scene.StartAsync(BulkItems.Many(100)))!;
        await scene.Engine.Operations[0].RunAsync(Cancellation);
        BulkLoad load = await scene.WaitAsync(again.Arn);

        Assert.Equal(first.Arn, again.Arn);
        Assert.Equal((100L, 1L, 100L), (load.ProcessedItems, load.FailedItems, load.TotalItems));
        Assert.Single(scene.Engine.Operations);
        Assert.Equal(uploads, scene.Uploads);
        Assert.Contains("Song 7", Assert.Single(await scene.FailedAsync(load)).DynamoDBJson);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ended_while_the_upload_was_deleted_it_gives_the_same_result(bool isHalfDeleted)
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Refuse = item => item.GetRawText().Contains("\"Song 7\"") ? "No" : null,
        });
        BulkLoad first = await scene.LoadAsync(BulkItems.Many(100));
        IReadOnlyList<string> shards = await scene.Server.KeysAsync(scene.Bucket, "loads/token/data/");
        await scene.CleanUpAsync(first);
        if (isHalfDeleted)
            await scene.Server.PutAsync(scene.Bucket, shards[0], "x");
        int uploads = scene.Uploads;

        BulkLoad load = (await scene.StartAsync(BulkItems.Many(100)))!;

        Assert.Equal((first.Arn, first.Status, first.ProcessedItems, 1L), (load.Arn, load.Status, load.ProcessedItems, load.FailedItems));
        Assert.Contains("Song 7", Assert.Single(await scene.FailedAsync(load)).DynamoDBJson);
        Assert.Single(scene.Engine.Operations);
        Assert.Equal(uploads, scene.Uploads);
        await scene.CleanUpAsync(load);
        Assert.Empty(await scene.Server.KeysAsync(scene.Bucket, "loads/token/data/"));
    }

    [Fact]
    public async Task An_operation_that_DynamoDB_has_forgotten_is_described_from_the_manifest()
    {
        bool isForgotten = false;
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Rule = request => request.Operation == "DescribeBulkOperation" && isForgotten
                ? new Fault.Error(400, "ResourceNotFoundException", "Requested resource not found")
                : Fault.None,
        });
        BulkLoad first = await scene.LoadAsync(BulkItems.Many(100));
        await scene.CleanUpAsync(first);
        isForgotten = true;

        BulkLoad load = (await scene.StartAsync(BulkItems.Many(100)))!;

        Assert.Equal((first.Arn, BulkLoadStatus.Completed, 100L, true), (load.Arn, load.Status, load.ProcessedItems, load.Succeeded));
        BulkException error = await Assert.ThrowsAsync<BulkException>(() => scene.Operations.DescribeAsync(first.Arn, Cancellation));
        Assert.Equal("BulkLoadNotFound", error.ErrorId);
    }

    [Fact]
    public async Task Another_input_is_refused_before_anything_is_started()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions { Pace = BulkPace.Manual });
        await scene.StartAsync(BulkItems.Many(100));
        EncodedItem[] changed = [.. BulkItems.Many(99), BulkItems.Item("Artist 99", "Song 99", "changed")];

        BulkException more = await Assert.ThrowsAsync<BulkException>(() => scene.StartAsync(BulkItems.Many(101)));
        BulkException other = await Assert.ThrowsAsync<BulkException>(() => scene.StartAsync(changed));

        Assert.Equal(("BulkLoadMismatch", "BulkLoadMismatch"), (more.ErrorId, other.ErrorId));
        Assert.Contains("it had 100 items, this one has 101", more.Message);
        Assert.Contains("was changed", other.Message);
        Assert.Single(scene.Engine.Operations);
    }

    [Fact]
    public async Task Other_parameters_are_refused_by_name()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions { Pace = BulkPace.Manual });
        await scene.StartAsync(BulkItems.Many(100));
        scene.Options = scene.Options with { MaxWriteRequestUnits = 4096, Compression = FileCompression.None };

        BulkException error = await Assert.ThrowsAsync<BulkException>(() => scene.NewRun().OpenAsync(Cancellation));

        Assert.Equal("BulkLoadMismatch", error.ErrorId);
        Assert.Contains("Compression was Gzip and is None; MaxWriteRequestUnits was not given and is 4096", error.Message);
    }

    // The manifest of a run that was made yesterday.
    private static async Task AgeAsync(BulkScene scene)
    {
        const string Key = "loads/token/manifest.json";
        string manifest = await scene.Server.ReadTextAsync(scene.Bucket, Key);
        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string before = DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(day, manifest);
        await scene.Server.PutAsync(scene.Bucket, Key, manifest.Replace(day, before, StringComparison.Ordinal));
    }
}
