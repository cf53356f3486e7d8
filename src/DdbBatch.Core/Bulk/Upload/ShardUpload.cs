using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Transport;

namespace DdbBatch.Bulk.Upload;

/// <summary>
/// Sends one object to the store: whole if it is small, otherwise in parts, several at once, while the rest is still being
/// written.
/// </summary>
internal sealed class ShardUpload(string key, IShardStore store, UploadSlots slots)
{
    private readonly List<Task<ShardPart>> _parts = [];
    private string? _uploadId;
    private bool _isComplete;

    /// <summary>The object's key.</summary>
    public string Key => key;

    /// <summary>The number of bytes sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Their CRC-32.</summary>
    public uint Checksum { get; private set; }

    /// <summary>
    /// Sends the written bytes as a part, and returns as soon as the part is in flight. If many parts are in flight, it
    /// waits.
    /// </summary>
    /// <param name="written">Has the bytes of the part.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BulkException">A part cannot be stored.</exception>
    public async Task SendAsync(PartStream written, CancellationToken cancellationToken)
    {
        _uploadId ??= await store.BeginAsync(key, cancellationToken).ConfigureAwait(false);
        if (_parts.Find(sent => sent.IsFaulted) is { } failed)
            await failed.ConfigureAwait(false);
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        int number = _parts.Count + 1;
        _parts.Add(InSlotAsync(written, part => store.PutPartAsync(key, _uploadId, number, part, cancellationToken)));
    }

    /// <summary>Sends the last part, and completes the object.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async Task CompleteAsync(PartStream written, CancellationToken cancellationToken)
    {
        if (_uploadId is null)
            await PutAsync(written, cancellationToken).ConfigureAwait(false);
        else
            await CompletePartsAsync(written, cancellationToken).ConfigureAwait(false);
        _isComplete = true;
    }

    /// <summary>Deletes an incomplete object.</summary>
    /// <exception cref="BulkException">The object cannot be deleted.</exception>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        if (_uploadId is null || _isComplete)
            return;
        // A part that arrives after its upload was aborted would stay.
        foreach (Task<ShardPart> part in _parts)
            await Task.WhenAny(part, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        await store.AbortAsync(key, _uploadId, cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsync(PartStream written, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        await InSlotAsync(written, async content =>
        {
            await store.PutAsync(key, content, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    private async Task CompletePartsAsync(PartStream written, CancellationToken cancellationToken)
    {
        if (written.Length > 0)
            await SendAsync(written, cancellationToken).ConfigureAwait(false);
        ShardPart[] parts = await Task.WhenAll(_parts).ConfigureAwait(false);
        await store.CompleteAsync(key, _uploadId!, parts, Checksum, cancellationToken).ConfigureAwait(false);
    }

    // The bytes are taken before this returns, so that the caller can write more.
    private async Task<T> InSlotAsync<T>(PartStream written, Func<ArraySegment<byte>, Task<T>> put)
    {
        ArraySegment<byte> part = default;
        try
        {
            part = Take(written);
            T result = await put(part).ConfigureAwait(false);
            slots.Confirm(part.Count);
            return result;
        }
        finally
        {
            slots.Release();
            if (part.Array is { } array)
                ArrayPool<byte>.Shared.Return(array);
        }
    }

    private ArraySegment<byte> Take(PartStream written)
    {
        ArraySegment<byte> part = written.Take();
        Bytes += part.Count;
        Checksum = Crc32.Compute(part, Checksum);
        return part;
    }
}
