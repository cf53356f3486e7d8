using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.Upload;
using DdbBatch.Files;

namespace DdbBatch.Tests.Bulk;

/// <summary>Keeps objects in memory, and how they came.</summary>
internal sealed class MemoryStore : IShardStore
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = [];

    /// <summary>The objects.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = [];

    /// <summary>The sizes of the parts of each object that came in parts.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<int>> Parts { get; } = [];

    /// <summary>The uploads that were begun, and neither completed nor aborted.</summary>
    public IEnumerable<string> Pending => _uploads.Keys;

    /// <summary>A task to wait for, or an exception to throw, before an object or a part is stored.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The lines of an object.</summary>
    public IReadOnlyList<string> Lines(string key)
    {
        using StreamReader reader = new(Compression.Open(new MemoryStream(Objects[key]), key));
        return [.. reader.ReadToEnd().Split('\n')[..^1]];
    }

    public async Task PutAsync(string key, ArraySegment<byte> content, CancellationToken cancellationToken)
    {
        await Before(key, cancellationToken);
        Assert(Objects.TryAdd(key, [.. content]));
    }

    public Task<string> BeginAsync(string key, CancellationToken cancellationToken)
    {
        Assert(_uploads.TryAdd(key, []));
        return Task.FromResult(key);
    }

    public async Task<ShardPart> PutPartAsync(
        string key, string uploadId, int number, ArraySegment<byte> content, CancellationToken cancellationToken)
    {
        await Before(key, cancellationToken);
        Assert(_uploads[uploadId].TryAdd(number, [.. content]));
        return new ShardPart(number, $"{number}", content.Count);
    }

    public Task CompleteAsync(
        string key, string uploadId, IReadOnlyList<ShardPart> parts, uint checksum, CancellationToken cancellationToken)
    {
        Assert(_uploads.TryRemove(uploadId, out ConcurrentDictionary<int, byte[]>? sent));
        byte[][] ordered = [.. parts.Select(part => sent![part.Number])];
        Parts[key] = [.. ordered.Select(part => part.Length)];
        Assert(Objects.TryAdd(key, [.. ordered.SelectMany(part => part)]));
        return Task.CompletedTask;
    }

    public Task AbortAsync(string key, string uploadId, CancellationToken cancellationToken)
    {
        Assert(_uploads.TryRemove(uploadId, out _));
        return Task.CompletedTask;
    }

    private static void Assert(bool isRight)
    {
        if (!isRight)
            throw new InvalidOperationException("An object or part came twice, or belongs to nothing.");
    }
}
