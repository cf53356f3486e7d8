using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Load;
using DdbBatch.Items;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.Bulk;

/// <summary>Uploads in parts, to a server that fails now and then.</summary>
public sealed class S3UploadTests(DynamoDbLocalFixture local, S3ServerFixture s3)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_that_fail_are_made_again_until_the_object_is_whole()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, s3Rule: request => request switch
        {
            { Operation: "UploadPart", OperationNumber: 1 } => new Fault.S3Error(503, "SlowDown", "Please reduce your request rate."),
            { Operation: "UploadPart", OperationNumber: 3 } => new Fault.ResetBefore(),
            { Operation: "UploadPart", OperationNumber: 4 } => new Fault.S3Error(400, "BadDigest", "The checksum doesn't match."),
            { Operation: "CreateMultipartUpload", OperationNumber: 2 } => new Fault.S3Error(500, "InternalError", "We failed."),
            // The request was carried out, but the client does not know that.
            { Operation: "CompleteMultipartUpload", OperationNumber: 1 } => new Fault.ResetAfter(),
            { Operation: "PutObject", OperationNumber: 1 } => new Fault.HalfAnswer(),
            _ => Fault.None,
        });

        BulkLoad? load = await scene.StartAsync(Large(60));

        Assert.NotNull(load);
        Assert.Equal(60, await CountLinesAsync(scene));
        Assert.Empty(await scene.Server.PendingUploadsAsync(scene.Bucket));
    }

    [Fact]
    public async Task A_part_that_never_gets_through_ends_the_run_and_takes_the_upload_back()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(
            local,
            s3,
            s3Rule: request => request.Operation == "UploadPart" ? new Fault.S3Error(503, "ServiceUnavailable", "Try again.") : Fault.None);
        scene.Options = scene.Options with { RetryTimeout = TimeSpan.FromMilliseconds(200) };
        BulkRun run = scene.NewRun();
        await run.OpenAsync(Cancellation);

        BulkException error = await Assert.ThrowsAsync<BulkException>(async () =>
        {
            foreach (EncodedItem item in Large(60))
            {
                while (!run.TryAdd(item))
                    run.Wait(TimeSpan.FromSeconds(10));
            }

            await run.StartAsync(Cancellation);
        });
        run.Dispose();

        Assert.Equal("S3Failed", error.ErrorId);
        Assert.Contains("ServiceUnavailable", error.Message);
        Assert.Empty(scene.Engine.Operations);
        Assert.Empty(await scene.Server.PendingUploadsAsync(scene.Bucket));
        Assert.DoesNotContain("loads/token/manifest.json", await scene.Server.KeysAsync(scene.Bucket));
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_S3_is_silent_takes_its_upload_back()
    {
        TaskCompletionSource silent = new();
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, s3Rule: request =>
        {
            if (request.Operation != "UploadPart")
                return Fault.None;
            silent.TrySetResult();
            return new Fault.Stall(TakesEffect: false);
        });
        using CancellationTokenSource stop = new();
        BulkRun run = await scene.FillAsync(Large(60));

        Task starting = run.StartAsync(stop.Token);
        await silent.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        run.Dispose();
        Assert.Empty(await scene.Server.PendingUploadsAsync(scene.Bucket));
    }

    private static IEnumerable<EncodedItem> Large(int count) =>
        Enumerable.Range(0, count).Select(i => BulkItems.Item("Artist", $"Song {i}", BulkItems.Noise(300_000, i)));

    private static async Task<int> CountLinesAsync(BulkScene scene)
    {
        int count = 0;
        foreach (string key in await scene.Server.KeysAsync(scene.Bucket, "loads/token/data/"))
        {
            MemoryStore store = new();
            store.Objects[key] = await scene.Server.ReadAsync(scene.Bucket, key);
            count += store.Lines(key).Count;
        }

        return count;
    }
}
