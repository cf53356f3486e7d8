using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.Upload;

namespace DdbBatch.Benchmarks.Bulk;

/// <summary>Takes objects, and keeps nothing.</summary>
internal sealed class NullStore : IShardStore
{
    public Task PutAsync(string key, ArraySegment<byte> content, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> BeginAsync(string key, CancellationToken cancellationToken) => Task.FromResult(key);

    public Task<ShardPart> PutPartAsync(
        string key, string uploadId, int number, ArraySegment<byte> content, CancellationToken cancellationToken) =>
        Task.FromResult(new ShardPart(number, "", content.Count));

    public Task CompleteAsync(
        string key, string uploadId, IReadOnlyList<ShardPart> parts, uint checksum, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task AbortAsync(string key, string uploadId, CancellationToken cancellationToken) => Task.CompletedTask;
}
