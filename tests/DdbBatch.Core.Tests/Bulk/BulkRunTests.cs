using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.Load;
using DdbBatch.Bulk.Upload;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.Bulk;

public sealed class BulkRunTests(DynamoDbLocalFixture local, S3ServerFixture s3)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FileCompression.Gzip)]
    [InlineData(FileCompression.Zstd)]
    [InlineData(FileCompression.None)]
    public async Task Items_come_into_the_table_and_the_upload_goes(FileCompression compression)
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);
        scene.Options = scene.Options with { Compression = compression, MaxWriteRequestUnits = 2048 };

        BulkLoad load = await scene.LoadAsync(BulkItems.Many(500));

        Assert.Equal(
            (BulkLoadStatus.Completed, true, 500L, 500L, 0L, 100.0),
            (load.Status, load.Succeeded, load.TotalItems, load.ProcessedItems, load.FailedItems, load.PercentComplete));
        Assert.Equal(("token", 2048L), (load.ClientToken, load.MaxWriteRequestUnits));
        Assert.Equal(500, (await scene.SongsAsync()).Count);
        Assert.Empty(await scene.FailedAsync(load));
        Assert.True(await scene.CleanUpAsync(load) > 0);
        Assert.Empty(await scene.Server.KeysAsync(scene.Bucket, "loads/token/data/"));
        Assert.Contains("loads/token/manifest.json", await scene.Server.KeysAsync(scene.Bucket));
        Assert.Empty(await scene.Server.PendingUploadsAsync(scene.Bucket));
    }

    [Fact]
    public async Task An_item_that_DynamoDB_refuses_is_returned_once()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Refuse = item => item.GetProperty("Song").GetProperty("S").GetString()!.EndsWith("7", StringComparison.Ordinal) ? "No sevens" : null,
        });

        BulkLoad load = await scene.LoadAsync(BulkItems.Many(200));
        IReadOnlyList<UnprocessedItem> failed = await scene.FailedAsync(load);

        Assert.Equal((BulkLoadStatus.CompletedWithErrors, 20L, false), (load.Status, load.FailedItems, load.Succeeded));
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => (i * 10) + 7).Select(i => BulkItems.Item($"Artist {i % 100}", $"Song {i}")).Select(item => System.Text.Encoding.UTF8.GetString(item.Json)).Order(StringComparer.Ordinal),
            failed.Select(item => item.DynamoDBJson!).Order(StringComparer.Ordinal));
        Assert.All(failed, item => Assert.StartsWith("No sevens", item.Reason));
        Assert.All(failed, item => Assert.Equal((OperationOutcome.Invalid, "ValidationException"), (item.Outcome, item.ErrorCode)));
        // Every item is accounted for: nothing more is needed of the upload.
        Assert.True(await scene.CleanUpAsync(load) > 0);
    }

    [Fact]
    public async Task The_last_item_of_a_key_stays()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);

        await scene.LoadAsync(Enumerable.Range(0, 100).Select(i => BulkItems.Item("Artist", $"Song {i % 10}", $"{i}")));

        Assert.Equal(Enumerable.Range(90, 10).Select(i => $"{i}"), (await scene.SongsAsync()).Values.Order());
    }

    [Fact]
    public async Task Duplicate_keys_are_reported_if_they_are_errors()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);
        scene.Options = scene.Options with { DuplicateKey = DuplicateKeyMode.Error };
        using BulkRun run = scene.NewRun();

        Assert.False(run.IsRefusedDuplicate(BulkItems.Item("A", "1")));
        Assert.False(run.IsRefusedDuplicate(BulkItems.Item("A", "2")));
        Assert.True(run.IsRefusedDuplicate(BulkItems.Item("A", "1", "another text")));
    }

    [Fact]
    public async Task Without_items_nothing_is_started()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);

        Assert.Null(await scene.StartAsync([]));

        Assert.Empty(scene.Engine.Operations);
        Assert.Empty(await scene.Server.KeysAsync(scene.Bucket));
    }

    [Fact]
    public async Task WhatIf_writes_nothing_and_counts_everything()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3);
        await scene.Server.PutAsync(scene.Bucket, "loads/token/data/left-over", "x");
        scene.Options = scene.Options with { WhatIf = true };

        using BulkRun run = await scene.FillAsync(BulkItems.Many(100));

        BulkProgress progress = run.Progress();
        Assert.Equal((100L, 0L), (progress.Items, progress.UploadedBytes));
        Assert.Equal(["loads/token/data/left-over"], await scene.Server.KeysAsync(scene.Bucket));
    }

    [Fact]
    public async Task A_report_of_another_style_is_read_all_the_same()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Refuse = _ => "No",
            Report = new BulkReportStyle { IsCompressed = false, HasManifest = false, ItemField = null, RecordsPerFile = 7 },
        });

        IReadOnlyList<UnprocessedItem> failed = await scene.FailedAsync(await scene.LoadAsync(BulkItems.Many(50)));

        Assert.Equal(50, failed.Select(item => item.DynamoDBJson).Distinct().Count());
        Assert.DoesNotContain(null, failed.Select(item => item.DynamoDBJson));
    }

    [Theory]
    [InlineData(true, 40)]
    [InlineData(false, 29)]
    public async Task Items_of_an_object_that_was_stopped_come_back(bool isDamaged, int unknown)
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions
        {
            Pace = BulkPace.Manual,
            MalformedRecordStopsObject = true,
            Refuse = item => item.GetRawText().Contains("\"Song 3\"") ? "No" : null,
        });
        scene.Options = scene.Options with { Compression = isDamaged ? FileCompression.Gzip : FileCompression.None };
        BulkLoad started = (await scene.StartAsync(BulkItems.Many(40, artists: 1)))!;
        string key = Assert.Single(await scene.Server.KeysAsync(scene.Bucket, "loads/token/data/"));
        byte[] whole = await scene.Server.ReadAsync(scene.Bucket, key);
        byte[] damaged = [.. whole];
        // Of the eleventh line, the brace that opens it.
        damaged[isDamaged ? ^6 : NthLine(whole, 11)] ^= 0x55;
        await scene.Server.PutAsync(scene.Bucket, key, damaged);
        await scene.Engine.Operations[0].RunAsync(Cancellation);

        BulkLoad load = await scene.WaitAsync(started.Arn);
        await scene.Server.PutAsync(scene.Bucket, key, whole);
        IReadOnlyList<UnprocessedItem> failed = await scene.FailedAsync(load);

        Assert.Equal(unknown, failed.Count(item => item.Outcome == OperationOutcome.Unknown));
        Assert.Equal(failed.Count, failed.Select(item => item.DynamoDBJson ?? item.InputObject).Distinct().Count());
        if (!isDamaged)
        {
            UnprocessedItem[] invalid = [.. failed.Where(item => item.Outcome == OperationOutcome.Invalid)];
            Assert.Equal(2, invalid.Length);
            Assert.Contains("Song 3", invalid[0].DynamoDBJson);
            Assert.Contains("Song 10", Assert.IsType<string>(invalid[1].InputObject));
        }

        // Not all of it was processed: it stays.
        Assert.Equal(0, await scene.CleanUpAsync(load));
        Assert.NotEmpty(await scene.Server.KeysAsync(scene.Bucket, "loads/token/data/"));
    }

    [Fact]
    public async Task A_load_can_be_stopped()
    {
        await using BulkScene scene = await BulkScene.CreateAsync(local, s3, new BulkServerOptions { Pace = BulkPace.Manual });
        BulkLoad load = (await scene.StartAsync(BulkItems.Many(10)))!;
        (IReadOnlyList<string> arns, string? next) = await scene.Operations.ListAsync(null, Cancellation);

        BulkLoad cancelling = await scene.Operations.CancelAsync(load.Arn, Cancellation);
        await scene.Engine.Operations[0].StepAsync(Cancellation);

        Assert.Equal([load.Arn], arns);
        Assert.Null(next);
        Assert.Equal(BulkLoadStatus.Cancelling, cancelling.Status);
        Assert.Equal((BulkLoadStatus.Cancelled, "UserCancelled"), await StatusAsync());

        async Task<(BulkLoadStatus, string)> StatusAsync()
        {
            BulkLoad ended = await scene.Operations.DescribeAsync(load.Arn, Cancellation);
            return (ended.Status, ended.FailureCode);
        }
    }

    private static int NthLine(byte[] text, int number)
    {
        int start = 0;
        for (int line = 1; line < number; line++)
            start = Array.IndexOf(text, (byte)'\n', start) + 1;
        return start;
    }
}
