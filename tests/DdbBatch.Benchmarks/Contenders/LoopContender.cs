using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>So many workers, each of which sends batch after batch.</summary>
internal abstract class LoopContender(ContenderOptions options) : IContender
{
    protected const int BatchSize = 25;

    /// <inheritdoc/>
    public long Write(Func<long, bool> goesOn) => WriteAsync(goesOn).GetAwaiter().GetResult();

    public abstract void Dispose();

    /// <summary>Sends a batch, and makes sure that all of it was written.</summary>
    /// <param name="first">The place of its first item among <see cref="Music.Count"/>.</param>
    protected abstract Task SendAsync(int first);

    private async Task<long> WriteAsync(Func<long, bool> goesOn)
    {
        long next = 0;
        await Task.WhenAll(Enumerable.Range(0, options.InFlight).Select(_ => Task.Run(async () =>
        {
            while (goesOn(Volatile.Read(ref next)))
                await SendAsync((int)((Interlocked.Add(ref next, BatchSize) - BatchSize) % Music.Count));
        })));
        return next;
    }
}
