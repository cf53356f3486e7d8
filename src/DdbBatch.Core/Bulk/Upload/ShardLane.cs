using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;

namespace DdbBatch.Bulk.Upload;

/// <summary>
/// The keys that belong to one lane: their rows are hashed and written, in order, into one object after the other, or all
/// into one.
/// </summary>
/// <param name="open">Opens the lane's next object, given its number from 0; returns null if rows are only hashed.</param>
/// <param name="close">Completes a full object. The task never fails.</param>
/// <param name="fullBytes">The size at which an object is full.</param>
internal sealed class ShardLane(Func<int, Shard?> open, Func<Shard, Task> close, long fullBytes)
{
    private RowHash _hash = new(0);
    private Shard? _shard;
    private long _shardBytes;
    private Task _closing = Task.CompletedTask;

    /// <summary>The rows that the input adds to. Used only by the input's thread.</summary>
    public ShardRows? Filling { get; set; }

    /// <summary>The end of the work handed over so far. Used only by the input's thread.</summary>
    public Task Tail { get; set; } = Task.CompletedTask;

    /// <summary>The number of objects that were filled, or would have been.</summary>
    public int Shards { get; private set; }

    /// <summary>The hash of all rows in order.</summary>
    public ulong Hash => _hash.Value;

    /// <summary>Hashes and writes rows.</summary>
    /// <exception cref="BulkException">The rows cannot be written.</exception>
    public async Task WriteAsync(ShardRows rows, CancellationToken cancellationToken)
    {
        AddToHash(rows.Written);
        if (Shards == 0 || _shardBytes >= fullBytes)
            await OpenAsync().ConfigureAwait(false);
        _shardBytes += rows.Written.Count;
        if (_shard is not null)
            await _shard.WriteAsync(rows.Written, rows.Items, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the open object, if there is one, and returns while it is being completed. Only one object per lane is
    /// completed at a time, because each holds memory until then.
    /// </summary>
    public async Task CloseAsync()
    {
        if (_shard is not { } shard)
            return;
        await _closing.ConfigureAwait(false);
        _closing = close(shard);
        _shard = null;
    }

    private async Task OpenAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _shard = open(Shards++);
        _shardBytes = 0;
    }

    // The hash does not depend on the order of an item's attributes, because a hashtable enumerates them in a different
    // order in every process.
    private void AddToHash(ReadOnlySpan<byte> rows)
    {
        while (!rows.IsEmpty)
        {
            int end = rows.IndexOf((byte)'\n');
            _hash.Add((long)ItemHash.Of(ShardRows.ItemOf(rows.Slice(0, end))));
            rows = rows.Slice(end + 1);
        }
    }
}
