using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;

namespace DdbBatch.Bulk.Upload;

/// <summary>
/// Writes items into objects while they arrive. One thread adds items; tasks hash, compress and send them. However long the
/// input is, the memory is limited to 16 MB of rows, per lane 8 MB for the part that is being filled and as much for an
/// object that is being completed, and four parts in flight.
/// </summary>
internal sealed class BulkUpload : IDisposable
{
    private const long MaxQueuedBytes = 16 * 1024 * 1024;

    // The time limit for deleting objects, because a stopped pipeline must return within a second.
    private static readonly TimeSpan AbortGrace = TimeSpan.FromMilliseconds(700);

    private readonly object _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ShardSet? _shards;
    private readonly ShardPlan _plan;
    private readonly ShardLane[] _lanes;
    private Exception? _failure;
    private long _queuedBytes;

    /// <param name="store">The store of the objects; null if rows are only counted and hashed.</param>
    /// <param name="plan">The plan of the objects.</param>
    public BulkUpload(IShardStore? store, ShardPlan plan)
    {
        _shards = store is null ? null : new ShardSet(store, plan, Fail);
        _plan = plan;
        _lanes = [.. Enumerable.Range(0, plan.Lanes).Select(lane => new ShardLane(
            number => Open(lane, number), shard => _shards!.CloseAsync(shard, _stop.Token), plan.FullBytes))];
    }

    /// <summary>The number of items added.</summary>
    public long Items { get; private set; }

    /// <summary>The size of their rows, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The progress.</summary>
    public BulkProgress Progress => new(Items, Bytes, _shards?.UploadedBytes ?? 0, _lanes.Sum(lane => lane.Shards));

    /// <summary>
    /// A hash over all rows: the same for the same items in the same order per key. Valid only after the upload is complete.
    /// </summary>
    public ulong RowsHash
    {
        get
        {
            RowHash hash = new(0);
            foreach (ShardLane lane in _lanes)
                hash.Add((long)lane.Hash);
            return hash.Value;
        }
    }

    /// <summary>Adds an item if there is room for it. Must be called on one thread.</summary>
    /// <exception cref="BulkException">The upload has failed.</exception>
    public bool TryAdd(EncodedItem item)
    {
        ShardLane lane = _lanes[_plan.LaneOf(item.Key)];
        if (lane.Filling?.TryAdd(item.Json) != true)
        {
            if (!HasRoom())
                return false;
            Hand(lane);
            lane.Filling = new ShardRows(ShardRows.LineBytes(item.Json));
            lane.Filling.TryAdd(item.Json);
        }

        Items++;
        Bytes += ShardRows.LineBytes(item.Json);
        return true;
    }

    /// <summary>Waits until there is plenty of room, or until a timeout.</summary>
    public void Wait(TimeSpan atMost)
    {
        lock (_lock)
        {
            if (_queuedBytes > MaxQueuedBytes / 2 && _failure is null)
                Monitor.Wait(_lock, atMost);
        }
    }

    /// <summary>Ends the input, and waits until everything is uploaded.</summary>
    /// <returns>The objects, sorted by key.</returns>
    /// <exception cref="BulkException">The upload has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<ShardSummary>> CompleteAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(_stop.Cancel);
        foreach (ShardLane lane in _lanes)
            Hand(lane);
        await Task.WhenAll(_lanes.Select(lane => lane.Tail)).ConfigureAwait(false);
        await Task.WhenAll(_lanes.Select(lane => lane.CloseAsync())).ConfigureAwait(false);
        ShardSummary?[] shards = _shards is null ? [] : await _shards.WaitAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfFailed();
        return [.. shards.OrderBy(shard => shard!.Key, StringComparer.Ordinal)!];
    }

    /// <summary>
    /// Ends the upload in any state. Incomplete objects are deleted, as far as that is possible immediately.
    /// </summary>
    public void Dispose()
    {
        _stop.Cancel();
        TimeSpan grace = AbortGrace;
        using CancellationTokenSource abandon = new(grace);
        Task.Run(() => AbortAsync(abandon.Token)).Wait(grace);
    }

    private async Task AbortAsync(CancellationToken cancellationToken)
    {
        // Cancelled work usually returns at once.
        await Task.WhenAll(_lanes.Select(lane => lane.Tail)).ConfigureAwait(false);
        if (_shards is not null)
            await _shards.AbortAsync(cancellationToken).ConfigureAwait(false);
    }

    private Shard? Open(int lane, int number)
    {
        // There may be too many objects even if nothing is uploaded.
        string key = _plan.KeyOf(lane, number);
        return _shards?.Open(key, lane);
    }

    private bool HasRoom()
    {
        ThrowIfFailed();
        lock (_lock)
            return _queuedBytes < MaxQueuedBytes;
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
            throw failure is BulkException bulk ? bulk : new BulkException("UploadFailed", failure.Message, failure);
    }

    // The rows of a lane are written in order: each buffer after the one before.
    private void Hand(ShardLane lane)
    {
        if (lane.Filling is not { } rows)
            return;
        lane.Filling = null;
        lock (_lock)
            _queuedBytes += rows.Written.Count;
        Task before = lane.Tail;
        lane.Tail = Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            await WriteAsync(lane, rows).ConfigureAwait(false);
        });
    }

    private async Task WriteAsync(ShardLane lane, ShardRows rows)
    {
        try
        {
            if (Volatile.Read(ref _failure) is null)
                await lane.WriteAsync(rows, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        int bytes = rows.Written.Count;
        rows.Return();
        lock (_lock)
        {
            _queuedBytes -= bytes;
            if (_queuedBytes <= MaxQueuedBytes / 2)
                Monitor.PulseAll(_lock);
        }
    }

    private void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _failure, exception, null);
        lock (_lock)
            Monitor.PulseAll(_lock);
    }
}
