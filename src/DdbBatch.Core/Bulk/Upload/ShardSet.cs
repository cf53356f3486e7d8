using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Bulk.Upload;

/// <summary>The objects of an upload that are being written or completed.</summary>
/// <param name="store">The store of the objects.</param>
/// <param name="plan">The plan of the objects.</param>
/// <param name="fail">Receives the error of an object that cannot be completed.</param>
internal sealed class ShardSet(IShardStore store, ShardPlan plan, Action<Exception> fail)
{
    private readonly object _lock = new();
    private readonly UploadSlots _slots = new();
    private readonly ArrayPool<byte> _pieces =
        ArrayPool<byte>.Create(PartStream.PieceBytes, plan.Lanes * Shard.PartBytes / PartStream.PieceBytes);

    private readonly HashSet<Shard> _incomplete = [];
    private readonly List<Task<ShardSummary?>> _closed = [];

    /// <summary>The number of bytes that the store has confirmed.</summary>
    public long UploadedBytes => _slots.UploadedBytes;

    /// <summary>Opens an object of a lane.</summary>
    public Shard Open(string key, int lane)
    {
        Shard shard = new(new ShardUpload(key, store, _slots), plan.Compression, plan.FirstPartBytes(lane), _pieces);
        lock (_lock)
            _incomplete.Add(shard);
        return shard;
    }

    /// <summary>Completes a full object. The task ends after that, even if it fails.</summary>
    public Task CloseAsync(Shard shard, CancellationToken cancellationToken)
    {
        Task<ShardSummary?> completing = CompleteAsync(shard, cancellationToken);
        lock (_lock)
            _closed.Add(completing);
        return completing;
    }

    /// <summary>Waits for all closed objects; null stands for one that cannot be completed.</summary>
    public Task<ShardSummary?[]> WaitAsync()
    {
        lock (_lock)
            return Task.WhenAll(_closed);
    }

    /// <summary>
    /// Deletes the incomplete objects, after those that are being completed. Nothing may be written after this.
    /// </summary>
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
            // Otherwise, the next run with the token deletes it, or the bucket's lifecycle rule.
        }
    }
}
