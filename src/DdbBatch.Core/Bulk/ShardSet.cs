using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Bulk;

/// <summary>The objects of an upload: those that are being written, and those that are being completed.</summary>
/// <param name="store">Where they go.</param>
/// <param name="plan">Which there are.</param>
/// <param name="fail">Told of what can't be completed.</param>
internal sealed class ShardSet(IShardStore store, ShardPlan plan, Action<Exception> fail)
{
    private readonly object _lock = new();
    private readonly UploadSlots _slots = new();
    private readonly ArrayPool<byte> _pieces =
        ArrayPool<byte>.Create(PartStream.PieceBytes, plan.Lanes * Shard.PartBytes / PartStream.PieceBytes);

    private readonly HashSet<Shard> _incomplete = [];
    private readonly List<Task<ShardSummary?>> _closed = [];

    /// <summary>Bytes that the store has confirmed.</summary>
    public long UploadedBytes => _slots.UploadedBytes;

    /// <summary>Opens an object of a lane.</summary>
    public Shard Open(string key, int lane)
    {
        Shard shard = new(new ShardUpload(key, store, _slots), plan.Compression, plan.FirstPartBytes(lane), _pieces);
        lock (_lock)
            _incomplete.Add(shard);
        return shard;
    }

    /// <summary>Has an object completed that is full. The task ends with it, also where it can't be completed.</summary>
    public Task CloseAsync(Shard shard, CancellationToken cancellationToken)
    {
        Task<ShardSummary?> completing = CompleteAsync(shard, cancellationToken);
        lock (_lock)
            _closed.Add(completing);
        return completing;
    }

    /// <summary>Waits for all that were closed; null stands for one that can't be completed.</summary>
    public Task<ShardSummary?[]> WaitAsync()
    {
        lock (_lock)
            return Task.WhenAll(_closed);
    }

    /// <summary>Takes back those that aren't complete, once their completing has ended. Nothing may be written any more.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        await Task.WhenAll(_incomplete.Select(shard => TryAbortAsync(shard, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<ShardSummary?> CompleteAsync(Shard shard, CancellationToken cancellationToken)
    {
        try
        {
            ShardSummary summary = await shard.CompleteAsync(cancellationToken).ConfigureAwait(false);
            lock (_lock)
                _incomplete.Remove(shard);
            return summary;
        }
        catch (Exception exception)
        {
            fail(exception);
            return null;
        }
    }

    private static async Task TryAbortAsync(Shard shard, CancellationToken cancellationToken)
    {
        try
        {
            await shard.AbortAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BulkException or OperationCanceledException)
        {
            // The next run with the token takes it back, or the bucket's lifecycle rule.
        }
    }
}
