using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Items;

namespace DdbBatch.Bulk;

/// <summary>
/// Writes items into objects while they come in. One thread puts items in; hashing, compressing and sending are done by
/// tasks. However long the input is, it holds at most 16 MB of rows, for each lane up to 8 MB of a part that is being filled
/// and as much of an object that is being completed, and four parts on their way.
/// </summary>
internal sealed class BulkUpload : IDisposable
{
    private const long MaxQueuedBytes = 16 * 1024 * 1024;

    // How long taking objects back may take: a stopped pipeline returns within a second.
    private static readonly TimeSpan AbortGrace = TimeSpan.FromMilliseconds(700);

    private readonly object _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ShardSet? _shards;
    private readonly ShardPlan _plan;
    private readonly ShardLane[] _lanes;
    private Exception? _failure;
    private long _queuedBytes;

    /// <param name="store">Where the objects go; null where rows are only counted and hashed.</param>
    /// <param name="plan">Which objects there are.</param>
    public BulkUpload(IShardStore? store, ShardPlan plan)
    {
        _shards = store is null ? null : new ShardSet(store, plan, Fail);
        _plan = plan;
        _lanes = [.. Enumerable.Range(0, plan.Lanes).Select(lane => new ShardLane(
            number => Open(lane, number), shard => _shards!.CloseAsync(shard, _stop.Token), plan.FullBytes))];
    }

    /// <summary>Items taken in.</summary>
    public long Items { get; private set; }

    /// <summary>The bytes of their rows.</summary>
    public long Bytes { get; private set; }

    /// <summary>How far it has come.</summary>
    public BulkProgress Progress => new(Items, Bytes, _shards?.UploadedBytes ?? 0, _lanes.Sum(lane => lane.Shards));

    /// <summary>A hash over all rows: the same for the same items, in the same order for each key. Of meaning once it is complete.</summary>
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

    /// <summary>Takes an item in, if there is room for it. For one thread.</summary>
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

    /// <summary>Waits until there is plenty of room, or a while has gone by.</summary>
    public void Wait(TimeSpan atMost)
    {
        lock (_lock)
        {
            if (_queuedBytes > MaxQueuedBytes / 2 && _failure is null)
                Monitor.Wait(_lock, atMost);
        }
    }

    /// <summary>Ends the input, and waits until everything is uploaded.</summary>
    /// <returns>The objects, in the order of their keys.</returns>
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

    /// <summary>Ends it, in whatever state it is; objects that aren't complete are taken back, as far as that goes at once.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        TimeSpan grace = AbortGrace;
        using CancellationTokenSource abandon = new(grace);
        Task.Run(() => AbortAsync(abandon.Token)).Wait(grace);
    }

    private async Task AbortAsync(CancellationToken cancellationToken)
    {
        // What was cancelled comes back at once, as a rule.
        await Task.WhenAll(_lanes.Select(lane => lane.Tail)).ConfigureAwait(false);
        if (_shards is not null)
            await _shards.AbortAsync(cancellationToken).ConfigureAwait(false);
    }

    private Shard? Open(int lane, int number)
    {
        // Also where nothing is uploaded there may be too many.
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

    // Rows of a lane are written one after the other, each lot behind the one before.
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
