using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;

namespace DdbBatch.Bulk;

/// <summary>
/// Brings one object to the store: whole where it turns out to be small, else in parts, several at once, while the rest is
/// still being written.
/// </summary>
internal sealed class ShardUpload(string key, IShardStore store, UploadSlots slots)
{
    private readonly List<Task<ShardPart>> _parts = [];
    private string? _uploadId;
    private bool _isComplete;

    /// <summary>The object's key.</summary>
    public string Key => key;

    /// <summary>The bytes that were sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Their CRC-32.</summary>
    public uint Checksum { get; private set; }

    /// <summary>Sends a part, and returns as soon as it is on its way: where many are, that takes its time.</summary>
    /// <param name="part">The part, whose array comes from the shared pool and goes back there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BulkException">A part can't be put.</exception>
    public async Task SendAsync(ArraySegment<byte> part, CancellationToken cancellationToken)
    {
        Count(part);
        _uploadId ??= await store.BeginAsync(key, cancellationToken).ConfigureAwait(false);
        if (_parts.Find(sent => sent.IsFaulted) is { } failed)
            await failed.ConfigureAwait(false);
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        int number = _parts.Count + 1;
        _parts.Add(InSlotAsync(part, () => store.PutPartAsync(key, _uploadId, number, part, cancellationToken)));
    }

    /// <summary>Sends the last part, and makes the object.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async Task CompleteAsync(ArraySegment<byte> part, CancellationToken cancellationToken)
    {
        if (_uploadId is null)
            await PutAsync(part, cancellationToken).ConfigureAwait(false);
        else
            await CompletePartsAsync(part, cancellationToken).ConfigureAwait(false);
        _isComplete = true;
    }

    /// <summary>Takes back an object that isn't complete.</summary>
    /// <exception cref="BulkException">It can't be taken back.</exception>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        if (_uploadId is null || _isComplete)
            return;
        // A part that comes in behind the end of its upload would stay.
        foreach (Task<ShardPart> part in _parts)
            await Task.WhenAny(part, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        await store.AbortAsync(key, _uploadId, cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsync(ArraySegment<byte> content, CancellationToken cancellationToken)
    {
        Count(content);
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        await InSlotAsync(content, async () =>
        {
            await store.PutAsync(key, content, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    private async Task CompletePartsAsync(ArraySegment<byte> part, CancellationToken cancellationToken)
    {
        if (part.Count > 0)
            await SendAsync(part, cancellationToken).ConfigureAwait(false);
        ShardPart[] parts = await Task.WhenAll(_parts).ConfigureAwait(false);
        await store.CompleteAsync(key, _uploadId!, parts, Checksum, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> InSlotAsync<T>(ArraySegment<byte> part, Func<Task<T>> put)
    {
        try
        {
            T result = await put().ConfigureAwait(false);
            slots.Confirm(part.Count);
            return result;
        }
        finally
        {
            slots.Release();
            ArrayPool<byte>.Shared.Return(part.Array!);
        }
    }

    private void Count(ArraySegment<byte> part)
    {
        Bytes += part.Count;
        Checksum = Crc32.Compute(part, Checksum);
    }
}
