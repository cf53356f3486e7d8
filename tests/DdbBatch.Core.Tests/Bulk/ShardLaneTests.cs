using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.Upload;
using Xunit;

namespace DdbBatch.Tests.Bulk;

public sealed class ShardLaneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lane_completes_one_object_while_it_fills_the_next_and_no_more()
    {
        List<int> opened = [];
        TaskCompletionSource completed = new();
        ShardLane lane = new(Open, _ => completed.Task, fullBytes: 1);

        await lane.WriteAsync(Rows(), Cancellation);
        await lane.WriteAsync(Rows(), Cancellation);
        Task third = lane.WriteAsync(Rows(), Cancellation);

        Assert.False(third.IsCompleted);
        Assert.Equal([0, 1], opened);
        completed.SetResult();
        await third;
        Assert.Equal([0, 1, 2], opened);

        Shard Open(int number)
        {
            opened.Add(number);
            ShardUpload upload = new($"{number}", new MemoryStore(), new UploadSlots());
            return new Shard(upload, FileCompression.None, Shard.PartBytes, ArrayPool<byte>.Shared);
        }
    }

    private static ShardRows Rows()
    {
        ShardRows rows = new(0);
        rows.TryAdd(BulkItems.Item("Artist", "Song").Json);
        return rows;
    }
}
