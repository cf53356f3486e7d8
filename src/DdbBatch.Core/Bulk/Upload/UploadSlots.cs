using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Bulk.Upload;

/// <summary>Limits the number of parts in flight over all objects.</summary>
internal sealed class UploadSlots
{
    /// <summary>
    /// Enough for the output of one or two compressors, at a latency of tens of milliseconds; each part holds up to 8 MiB.
    /// </summary>
    public const int Slots = 4;

    private readonly SemaphoreSlim _free = new(Slots);
    private long _uploadedBytes;

    /// <summary>The number of confirmed bytes.</summary>
    public long UploadedBytes => Interlocked.Read(ref _uploadedBytes);

    /// <summary>Waits for a free slot.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    /// <summary>Releases a slot.</summary>
    public void Release() => _free.Release();

    /// <summary>Adds to the number of confirmed bytes.</summary>
    public void Confirm(long bytes) => Interlocked.Add(ref _uploadedBytes, bytes);
}
