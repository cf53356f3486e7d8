using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;

namespace DdbBatch.Bulk;

/// <summary>
/// What becomes of the keys that fall to one lane: their rows are hashed and go, in their order, into one object after the
/// other, or into one alone.
/// </summary>
/// <param name="open">Opens the lane's next object, by its number from 0; gives none where rows are only hashed.</param>
/// <param name="close">Completes an object that is full. The task never fails.</param>
/// <param name="fullBytes">The size from which an object is full.</param>
internal sealed class ShardLane(Func<int, Shard?> open, Func<Shard, Task> close, long fullBytes)
{
    private RowHash _hash = new(0);
    private Shard? _shard;
    private long _shardBytes;
    private Task _closing = Task.CompletedTask;

    /// <summary>The rows that the input is adding to; for the input's thread.</summary>
    public ShardRows? Filling { get; set; }

    /// <summary>The end of what was handed over so far; for the input's thread.</summary>
    public Task Tail { get; set; } = Task.CompletedTask;

    /// <summary>Objects that were filled, or would have been.</summary>
    public int Shards { get; private set; }

    /// <summary>The hash of all rows, in their order.</summary>
    public ulong Hash => _hash.Value;

    /// <summary>Hashes rows, and writes them.</summary>
    /// <exception cref="BulkException">They can't be written.</exception>
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
    /// Closes the object that is still open, if any, and returns while it is being completed: one of a lane is at a time, for
    /// each holds memory until it is.
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

    // The order of an item's attributes doesn't count: a hashtable gives them in another one in every process.
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
