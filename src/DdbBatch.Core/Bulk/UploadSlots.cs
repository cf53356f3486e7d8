using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Bulk;

/// <summary>How many parts are on their way at once, over all objects.</summary>
internal sealed class UploadSlots
{
    /// <summary>
    /// Enough for the output of a compressor or two, at a latency of tens of milliseconds; each holds up to 8 MiB.
    /// </summary>
    public const int Slots = 4;

    private readonly SemaphoreSlim _free = new(Slots);
    private long _uploadedBytes;

    /// <summary>Bytes that were confirmed.</summary>
    public long UploadedBytes => Interlocked.Read(ref _uploadedBytes);

    /// <summary>Waits for a free slot.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    /// <summary>Gives a slot back.</summary>
    public void Release() => _free.Release();

    /// <summary>Counts what was confirmed.</summary>
    public void Confirm(long bytes) => Interlocked.Add(ref _uploadedBytes, bytes);
}
