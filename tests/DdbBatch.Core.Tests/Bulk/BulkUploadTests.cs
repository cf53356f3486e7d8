using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Upload;
using DdbBatch.Items;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Bulk;

public sealed class BulkUploadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FileCompression.Gzip)]
    [InlineData(FileCompression.Zstd)]
    [InlineData(FileCompression.None)]
    public async Task Every_item_is_in_one_object_in_the_order_of_its_key(FileCompression compression)
    {
        MemoryStore store = new();
        EncodedItem[] items = [.. Enumerable.Range(0, 20_000).Select(i => BulkItems.Item($"Artist {i % 300}", "Song", $"{i}"))];

        (IReadOnlyList<ShardSummary> shards, _) = await UploadAsync(store, items, BulkItems.Options(compression));

        Assert.Equal(shards.Select(shard => shard.Key), store.Objects.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(20_000, shards.Sum(shard => shard.Items));
        foreach (ShardSummary shard in shards)
        {
            IReadOnlyList<string> lines = store.Lines(shard.Key);
            Assert.Equal(
                (shard.Items, shard.Bytes, shard.CompressedBytes, shard.Checksum),
                (lines.Count, lines.Sum(line => line.Length + 1), store.Objects[shard.Key].Length, Crc32.Compute(store.Objects[shard.Key])));
        }

        foreach (IGrouping<string, (string Key, string Artist, int Number)> artist in shards.SelectMany(Rows).GroupBy(row => row.Artist))
        {
            Assert.Single(artist.Select(row => row.Key).Distinct());
            Assert.Equal(artist.Select(row => row.Number).Order(), artist.Select(row => row.Number));
        }

        IEnumerable<(string Key, string Artist, int Number)> Rows(ShardSummary shard) => store.Lines(shard.Key).Select(line =>
        {
            JsonElement item = JsonElement.Parse(line).GetProperty("Item");
            return (shard.Key, item.GetProperty("Artist").GetProperty("S").GetString()!, int.Parse(item.GetProperty("Text").GetProperty("S").GetString()!));
        });
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("user-{0:00000000}")]
    [InlineData("{0}@example.com")]
    public void Keys_are_spread_evenly_over_the_lanes(string format)
    {
        ShardPlan plan = new(BulkItems.Options());
        int[] counts = new int[plan.Lanes];

        for (int i = 0; i < 100_000; i++)
            counts[plan.LaneOf(BulkItems.Item(string.Format(format, i), "Song").Key)]++;

        // 3125 each; five standard deviations are 275.
        Assert.All(counts, count => Assert.InRange(count, 2850, 3400));
    }

    [Fact]
    public async Task Objects_of_sorted_input_do_not_write_to_one_partition_together()
    {
        MemoryStore store = new();
        IEnumerable<EncodedItem> sorted = Enumerable.Range(0, 40_000).Select(i => BulkItems.Item($"Artist {i / 200}", $"Song {i}"));

        (IReadOnlyList<ShardSummary> shards, _) = await UploadAsync(store, sorted, BulkItems.Options());

        // Read in parallel, each object is at another artist.
        string[][] artists = [.. shards.Select(shard => store.Lines(shard.Key).Select(line => line.Split('"')[7]).ToArray())];
        foreach (double place in new[] { 0, 0.25, 0.5, 0.75 })
            Assert.Equal(artists.Length, artists.Select(lines => lines[(int)(lines.Length * place)]).Distinct().Count());
    }

    [Fact]
    public async Task Large_objects_come_in_parts_that_S3_takes_and_small_ones_whole()
    {
        MemoryStore store = new();
        IEnumerable<EncodedItem> items = Enumerable.Range(0, 70).Select(i => BulkItems.Item("Large", $"{i}", BulkItems.Noise(300_000, i)));

        (IReadOnlyList<ShardSummary> shards, _) = await UploadAsync(store, [.. items, .. BulkItems.Many(10, artists: 3)], BulkItems.Options());

        string large = Assert.Single(store.Parts).Key;
        Assert.True(store.Parts[large].Count >= 3);
        Assert.All(store.Parts[large].SkipLast(1), bytes => Assert.InRange(bytes, Shard.PartBytes, 8 * 1024 * 1024));
        Assert.Equal(70, store.Lines(large).Count(line => line.Contains("Large")));
        Assert.True(shards.Count > 1);
    }

    [Fact]
    public async Task Objects_end_at_their_size_if_no_order_has_to_be_kept()
    {
        MemoryStore store = new();
        BulkLoadOptions options = BulkItems.Options() with { ShardBytes = 300_000, DuplicateKey = DuplicateKeyMode.Error };

        (IReadOnlyList<ShardSummary> shards, _) = await UploadAsync(store, BulkItems.Many(150_000), options);

        Assert.Equal(150_000, store.Objects.Keys.Sum(key => store.Lines(key).Count));
        Assert.All(shards, shard => Assert.InRange(shard.Bytes, 1, 300_000 + ShardRows.FullBytes));
        Assert.InRange(shards.Count, 150_000 * 70 / 560_000, 150_000 * 90 / 300_000);
        Assert.Equal("loads/token/data/shard-00000.json.gz", shards[0].Key);
    }

    [Fact]
    public async Task A_count_has_the_shards_and_the_hash_of_a_real_upload()
    {
        BulkLoadOptions options = BulkItems.Options() with { ShardBytes = 300_000, DuplicateKey = DuplicateKeyMode.Error };

        (IReadOnlyList<ShardSummary> shards, BulkUpload real) = await UploadAsync(new MemoryStore(), BulkItems.Many(100_000), options);
        (_, BulkUpload counted) = await UploadAsync(null, BulkItems.Many(100_000), options);

        Assert.Equal((real.Items, real.Bytes, real.RowsHash), (counted.Items, counted.Bytes, counted.RowsHash));
        Assert.Equal(shards.Count, counted.Progress.Shards);
    }

    [Fact]
    public async Task The_hash_depends_only_on_the_items_and_the_order_per_key()
    {
        EncodedItem[] items = [.. BulkItems.Many(100), BulkItems.Item("A", "1", "first"), BulkItems.Item("A", "1", "second")];
        EncodedItem otherOrderOfAttributes = BulkItems.FromJson("""{"Text":{"S":"text"},"Song":{"S":"Song 0"},"Artist":{"S":"Artist 0"}}""");

        ulong hash = await HashAsync(items);

        Assert.Equal(hash, await HashAsync([otherOrderOfAttributes, .. items[1..]]));
        Assert.NotEqual(hash, await HashAsync([BulkItems.Item("Artist 0", "Song 0", "texts"), .. items[1..]]));
        Assert.NotEqual(hash, await HashAsync([.. items[..^2], items[^1], items[^2]]));
        Assert.NotEqual(hash, await HashAsync(items[..^1]));

        static async Task<ulong> HashAsync(IEnumerable<EncodedItem> items) => (await UploadAsync(null, items, BulkItems.Options())).Upload.RowsHash;
    }

    [Fact]
    public async Task An_upload_that_cannot_keep_up_holds_the_input_back()
    {
        TaskCompletionSource release = new();
        MemoryStore store = new() { Before = (_, cancellation) => release.Task.WaitAsync(cancellation) };
        using BulkUpload upload = new(store, new ShardPlan(BulkItems.Options(FileCompression.None)));
        string noise = BulkItems.Noise(300_000, 1);
        const int Items = 1500;

        int taken = 0;
        while (taken < Items && upload.TryAdd(BulkItems.Item($"Artist {taken}", "Song", noise)))
            taken++;
        long heldBytes = upload.Bytes;
        release.SetResult();
        for (; taken < Items; taken++)
        {
            while (!upload.TryAdd(BulkItems.Item($"Artist {taken}", "Song", noise)))
                upload.Wait(TimeSpan.FromSeconds(10));
        }

        await upload.CompleteAsync(Cancellation);

        // A part for each of 32 lanes, four on their way, and 16 MB of rows.
        Assert.InRange(heldBytes, 16_000_000, (36 * 8 + 20) * 1024 * 1024);
        Assert.Equal(Items, store.Objects.Keys.Sum(key => store.Lines(key).Count));
    }

    [Fact]
    public async Task A_failure_ends_the_upload_and_takes_back_what_was_begun()
    {
        MemoryStore store = new();
        store.Before = (_, _) => store.Pending.Any() ? throw new BulkException("S3Failed", "No room.") : Task.CompletedTask;
        BulkUpload upload = new(store, new ShardPlan(BulkItems.Options(FileCompression.None)));

        BulkException error = await Assert.ThrowsAsync<BulkException>(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                while (!upload.TryAdd(BulkItems.Item("Artist", $"{i}", BulkItems.Noise(300_000, i))))
                    upload.Wait(TimeSpan.FromSeconds(10));
            }

            await upload.CompleteAsync(Cancellation);
        });
        Assert.Equal("No room.", error.Message);
        Assert.NotEmpty(store.Pending);

        upload.Dispose();

        Assert.Empty(store.Pending);
    }

    [Fact]
    public async Task A_stalled_upload_can_be_given_up_at_any_time()
    {
        TaskCompletionSource arrived = new();
        MemoryStore store = new()
        {
            Before = (_, cancellation) =>
            {
                arrived.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        using CancellationTokenSource stop = new();
        BulkUpload upload = new(store, new ShardPlan(BulkItems.Options()));
        foreach (EncodedItem item in BulkItems.Many(1000))
            upload.TryAdd(item);

        Task completing = upload.CompleteAsync(stop.Token);
        await arrived.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => completing);
        upload.Dispose();
        Assert.Empty(store.Pending);
    }

    private static async Task<(IReadOnlyList<ShardSummary> Shards, BulkUpload Upload)> UploadAsync(
        IShardStore? store, IEnumerable<EncodedItem> items, BulkLoadOptions options)
    {
        using BulkUpload upload = new(store, new ShardPlan(options));
        foreach (EncodedItem item in items)
        {
            while (!upload.TryAdd(item))
                upload.Wait(TimeSpan.FromSeconds(10));
        }

        return (await upload.CompleteAsync(Cancellation), upload);
    }
}
